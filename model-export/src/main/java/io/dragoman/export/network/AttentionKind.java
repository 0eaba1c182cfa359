package io.dragoman.export.network;

import java.util.Locale;

/**
 * How a decoder step weighs the source. {@code q} is the query (a decoder state), {@code s} an encoder state, H the
 * decoder's hidden size.
 */
public enum AttentionKind {
    /** A fixed vector: the source is seen through the initial state alone (Sutskever et al. 2014). */
    NONE,
    /**
     * v·tanh(W q + U s) with the query before the step; the context enters the cell (Bahdanau et al. 2015).
     */
    BAHDANAU,
    /** q·s/√H with the query after the step (Luong et al. 2015). */
    LUONG_DOT,
    /** q·(W s)/√H with the query after the step (Luong et al. 2015). */
    LUONG_GENERAL,
    /** v·tanh(W q + U s) with the query after the step (Luong et al. 2015). */
    LUONG_CONCAT;

    /** v·tanh(W q + U s) rather than a product of query and key. */
    public boolean additive() {
        return this == BAHDANAU || this == LUONG_CONCAT;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
