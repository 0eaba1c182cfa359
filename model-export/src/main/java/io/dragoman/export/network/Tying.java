package io.dragoman.export.network;

import java.util.Locale;

/** Which of the three vocabulary tables are one (Press and Wolf 2017). */
public enum Tying {
    /** Source, target and output. */
    THREE_WAY,
    /** Target and output; the source has its own. */
    TWO_WAY,
    /** None. */
    UNTIED;

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
