package io.dragoman.engine.explanation;

import java.util.List;

/**
 * A text as a model sees it.
 *
 * @param text what the pieces stand for
 * @param pieces of the vocabulary, ▁ for a space; the end of the sentence, where there is one, is the last
 * @param words every piece is in one of them, in order
 */
public record Segmented(String text, List<String> pieces, List<Word> words) {
    public Segmented {
        pieces = List.copyOf(pieces);
        words = List.copyOf(words);
        int covered = 0;
        for (Word word : words) {
            if (word.from() != covered) {
                throw new IllegalArgumentException(
                        "found a word from piece %d, expected %d".formatted(word.from(), covered));
            }
            covered = word.to();
        }
        if (covered != pieces.size()) {
            throw new IllegalArgumentException(
                    "found words over %d pieces, expected %d".formatted(covered, pieces.size()));
        }
    }
}
