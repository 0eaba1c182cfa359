package io.dragoman.export.network;

import java.util.Locale;

/** Where the decoder starts. */
public enum InitialState {
    /** Zeros: all that is known of the source comes by attention. */
    ZEROS,
    /** Each layer starts at the last state of the encoder's layer beside it, directions joined. */
    LAST,
    /** Each layer starts at tanh(W·last + b) of the encoder's top layer, learned. */
    BRIDGE;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
