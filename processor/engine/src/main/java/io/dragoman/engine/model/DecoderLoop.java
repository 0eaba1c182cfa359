package io.dragoman.engine.model;

import java.util.Locale;

/** Where the loop over the decoder's steps runs. */
public enum DecoderLoop {
    /** In the graph on a GPU, so that the decoder's state stays there, where the bundle allows it; else step by step. */
    AUTO,
    /** One run of a graph that holds the loop and the search; a refusal to load where the bundle does not allow it. */
    GRAPH,
    /** A run of the decoder a step; search chooses tokens between them. */
    STEPS;

    /** @throws IllegalArgumentException unless the text is {@code auto}, {@code graph} or {@code steps} */
    public static DecoderLoop of(String text) {
        for (DecoderLoop loop : values()) {
            if (loop.toString().equalsIgnoreCase(text)) {
                return loop;
            }
        }
        throw new IllegalArgumentException("found %s, expected auto, graph or steps".formatted(text));
    }

    /** As {@link #of} reads it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
