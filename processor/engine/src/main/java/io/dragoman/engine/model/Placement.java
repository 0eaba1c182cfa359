package io.dragoman.engine.model;

import java.util.Optional;

/**
 * Where a model runs, after the machine was asked.
 *
 * @param used the CPU or a GPU, never {@link Device.Kind#AUTO}
 * @param fallback why the CPU is used though a GPU was looked for; empty where nothing was given up
 */
public record Placement(Device used, Optional<String> fallback) {
    public Placement {
        if (used.kind() == Device.Kind.AUTO) {
            throw new IllegalArgumentException("found device auto, expected the one that is used");
        }
    }

    public static Placement on(Device used) {
        return new Placement(used, Optional.empty());
    }
}
