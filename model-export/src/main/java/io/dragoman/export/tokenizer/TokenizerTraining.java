package io.dragoman.export.tokenizer;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A tokenizer to be learned from text and written in SentencePiece's format. A function of its arguments alone.
 *
 * @param sentences the text of both sides
 * @param labels how many labels have a piece of their own, see {@link #firstLabel}; 0 where targets are texts
 * @param most largest vocabulary; BPE comes to it exactly, words and characters to fewer where the text has fewer
 */
public record TokenizerTraining(TokenizerKind kind, List<String> sentences, int labels, int most) {
    private static final int SPECIAL = 4;
    private static final int BYTES = 256;

    /** @throws IllegalArgumentException when the vocabulary has no room for a piece of the text */
    public TokenizerTraining {
        int reserved = reserved(kind, labels);
        if (most <= reserved) {
            throw new IllegalArgumentException("vocabulary size: found %d, expected more than %d: %d special pieces%s%s"
                    .formatted(
                            most,
                            reserved,
                            SPECIAL,
                            kind.bytes() ? ", 256 bytes" : "",
                            labels == 0 ? "" : ", %,d labels".formatted(labels)));
        }
    }

    /** A BPE model of texts on both sides, of exactly the size asked for or smaller where the text has too few pieces. */
    public static byte[] bpe(List<String> sentences, int size) {
        return new TokenizerTraining(TokenizerKind.BPE, sentences, 0, size).learn();
    }

    private static int reserved(TokenizerKind kind, int labels) {
        return firstLabel(kind) + labels;
    }

    /** Id of the first label's piece; the others follow. */
    public static int firstLabel(TokenizerKind kind) {
        return SPECIAL + (kind.bytes() ? BYTES : 0);
    }

    /** Pieces of the vocabulary to be learned. */
    public int size() {
        return switch (kind) {
            case BPE -> most;
            case WORDS, CHARACTERS -> Math.min(most, reserved(kind, labels) + counts().distinct());
        };
    }

    /** What the vocabulary holds of the text, for a person. */
    public String describe() {
        int room = most - reserved(kind, labels);
        return switch (kind) {
            case BPE -> "BPE, %,d pieces".formatted(most);
            case WORDS, CHARACTERS -> {
                UnitCounts counts = counts();
                yield String.format(
                        Locale.ROOT,
                        "%s, %,d of %,d different ones: %.2f %% of the text, the rest is the unknown token",
                        kind.name().toLowerCase(Locale.ROOT),
                        Math.min(room, counts.distinct()),
                        counts.distinct(),
                        100 * counts.coverage(room));
            }
        };
    }

    private UnitCounts counts() {
        return kind == TokenizerKind.WORDS ? UnitCounts.ofWords(sentences) : UnitCounts.ofCharacters(sentences);
    }

    /** The model file. */
    public byte[] learn() {
        int room = most - reserved(kind, labels);
        SentencePieceModelWriter writer = new SentencePieceModelWriter(kind, labels);
        switch (kind) {
            case BPE -> {
                List<String> pieces = BpeTrainer.train(sentences, room);
                for (int rank = 0; rank < pieces.size(); rank++) {
                    writer.add(pieces.get(rank), -rank);
                }
            }
            case WORDS, CHARACTERS -> {
                for (Map.Entry<String, Float> unit : counts().mostFrequent(room).entrySet()) {
                    writer.add(unit.getKey(), unit.getValue());
                }
            }
        }
        return writer.write();
    }
}
