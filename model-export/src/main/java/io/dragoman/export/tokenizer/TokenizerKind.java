package io.dragoman.export.tokenizer;

/** How texts are cut into tokens. */
public enum TokenizerKind {
    /** Subwords by byte-pair encoding (Sennrich et al. 2016); what they cannot spell becomes bytes: nothing is unknown. */
    BPE(2, true),
    /** What stands between spaces, the most frequent ones; all others are the unknown token. */
    WORDS(3, false),
    /** Unicode code points, the most frequent ones; all others are the unknown token. */
    CHARACTERS(4, false);

    private final int modelType;
    private final boolean bytes;

    TokenizerKind(int modelType, boolean bytes) {
        this.modelType = modelType;
        this.bytes = bytes;
    }

    /** {@code TrainerSpec.ModelType} in sentencepiece_model.proto. */
    int modelType() {
        return modelType;
    }

    /** Whether the 256 byte pieces stand in for characters that have no piece. */
    boolean bytes() {
        return bytes;
    }
}
