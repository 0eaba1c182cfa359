package io.dragoman.engine.bundle;

import java.util.Objects;

/**
 * One input or output of a graph.
 *
 * @param type {@code float}, {@code int32} or {@code int64}
 * @param rank number of dimensions
 */
public record TensorSpec(String name, String type, int rank) {
    public TensorSpec {
        Objects.requireNonNull(name, "found no \"name\"");
        Objects.requireNonNull(type, "found no \"type\"");
    }
}
