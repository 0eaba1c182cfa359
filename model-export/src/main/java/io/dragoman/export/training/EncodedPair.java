package io.dragoman.export.training;

/** Token ids of a pair; the source ends with eos, the target has neither bos nor eos. */
public record EncodedPair(int[] source, int[] target) {
    // Arrays are compared by identity: pairs are never used as keys.

    /** Decoder steps of this pair: its target tokens and the end token. */
    public int steps() {
        return target.length + 1;
    }
}
