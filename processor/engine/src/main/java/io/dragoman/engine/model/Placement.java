package io.dragoman.engine.model;

import java.util.Optional;

/**
 * Where a model runs, after the machine was asked.
 *
 * @param used the CPU or a GPU, never {@link Device.Kind#AUTO}
 * @param loop where the decoder's loop runs, GRAPH or STEPS
 * @param fallback why the CPU is used though a GPU was looked for; empty where nothing was given up
 */
public record Placement(Device used, DecoderLoop loop, Optional<String> fallback) {
    public Placement {
        if (used.kind() == Device.Kind.AUTO) {
            throw new IllegalArgumentException("found device auto, expected the one that is used");
        }
        if (loop == DecoderLoop.AUTO) {
            throw new IllegalArgumentException("found loop auto, expected the one that is used");
        }
    }

    public static Placement on(Device used) {
        return new Placement(used, DecoderLoop.STEPS, Optional.empty());
    }

    /** The same with the decoder's loop elsewhere. */
    public Placement looping(DecoderLoop other) {
        return new Placement(used, other, fallback);
    }

    /** For people: the device, and the loop where it is not as always. */
    public String described() {
        return loop == DecoderLoop.GRAPH ? used + ", its loop in the graph" : used.toString();
    }
}
