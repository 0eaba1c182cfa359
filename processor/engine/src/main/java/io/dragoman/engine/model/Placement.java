package io.dragoman.engine.model;

import java.util.Optional;

/**
 * Where a model runs, after the machine was asked.
 *
 * @param used the CPU or a GPU, never {@link Device.Kind#AUTO}
 * @param loop where the decoder's loop runs, GRAPH or STEPS
 * @param obstacle what kept a loop out of the graph that was wanted there; empty where nothing did
 * @param fallback why the CPU is used though a GPU was looked for; empty where nothing was given up
 */
public record Placement(Device used, DecoderLoop loop, Optional<String> obstacle, Optional<String> fallback) {
    public Placement {
        if (used.kind() == Device.Kind.AUTO) {
            throw new IllegalArgumentException("found device auto, expected the one that is used");
        }
        if (loop == DecoderLoop.AUTO) {
            throw new IllegalArgumentException("found loop auto, expected the one that is used");
        }
    }

    public static Placement on(Device used) {
        return new Placement(used, DecoderLoop.STEPS, Optional.empty(), Optional.empty());
    }

    /** The CPU instead of the GPU that was looked for. */
    public static Placement withoutGpu(String why) {
        return new Placement(Device.CPU, DecoderLoop.STEPS, Optional.empty(), Optional.of(why));
    }

    /** The same with the decoder's loop elsewhere. */
    public Placement looping(DecoderLoop other, Optional<String> because) {
        return new Placement(used, other, because, fallback);
    }

    /** For people: the device, and the loop where it is not as always. */
    public String described() {
        if (loop == DecoderLoop.GRAPH) {
            return used + ", its loop in the graph";
        }
        return used
                + obstacle.map(", its loop outside the graph for %s"::formatted).orElse("");
    }
}
