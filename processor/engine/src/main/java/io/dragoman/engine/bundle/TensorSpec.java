package io.dragoman.engine.bundle;

/**
 * One input or output of a graph.
 *
 * @param type {@code float}, {@code int32} or {@code int64}
 * @param rank number of dimensions
 */
public record TensorSpec(String name, String type, int rank) {}
