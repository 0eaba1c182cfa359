package io.dragoman.export.network;

import java.util.Locale;

/** Which way the encoder reads. */
public enum EncoderDirection {
    /** Two cells a layer, one each way; outputs are joined. */
    BIDIRECTIONAL,
    /** First token to last. */
    FORWARD,
    /** Last token to first: the reversed source of Sutskever et al. 2014. */
    REVERSED;

    /** Cells a layer. */
    public int cells() {
        return this == BIDIRECTIONAL ? 2 : 1;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
