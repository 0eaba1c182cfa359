package io.dragoman.engine.explanation;

/**
 * Neighbouring pieces that make one word.
 *
 * @param from its first piece
 * @param to the piece after its last
 * @param mark whether it is a mark of the model, the end of the sentence, and no part of the text
 */
public record Word(String text, int from, int to, boolean mark) {
    public Word {
        if (from < 0 || to <= from) {
            throw new IllegalArgumentException("found pieces %d to %d, expected at least one".formatted(from, to));
        }
    }
}
