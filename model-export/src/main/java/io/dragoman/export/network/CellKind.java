package io.dragoman.export.network;

import java.util.Locale;

/** Kind of recurrent cell, the same in encoder and decoder. */
public enum CellKind {
    /** Gated recurrent unit (Cho et al. 2014), gates stacked r, z, n. */
    GRU(3, 1),
    /** Long short-term memory (Hochreiter and Schmidhuber 1997), gates stacked i, f, g, o; two states, h and c. */
    LSTM(4, 2),
    /** Plain tanh cell (Elman 1990). */
    RNN(1, 1);

    private final int gates;
    private final int states;

    CellKind(int gates, int states) {
        this.gates = gates;
        this.states = states;
    }

    /** Blocks of {@code hidden} rows in the weights. */
    public int gates() {
        return gates;
    }

    /** State vectors a layer carries from step to step; the first is its output. */
    public int states() {
        return states;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
