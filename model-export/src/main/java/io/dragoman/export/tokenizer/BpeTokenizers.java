package io.dragoman.export.tokenizer;

import java.util.List;

/** Learns a tokenizer and writes it in SentencePiece's format. */
public final class BpeTokenizers {
    private BpeTokenizers() {}

    /**
     * A SentencePiece BPE model with byte fallback of exactly the size asked for, or smaller when the text has too few
     * pieces. A function of its arguments alone.
     */
    public static byte[] train(List<String> sentences, int vocabularySize) {
        int reserved = SentencePieceModelWriter.RESERVED;
        if (vocabularySize <= reserved) {
            throw new IllegalArgumentException("vocabulary size: found " + vocabularySize + ", expected more than "
                    + reserved + " (special and byte pieces)");
        }
        return SentencePieceModelWriter.write(BpeTrainer.train(sentences, vocabularySize - reserved));
    }
}
