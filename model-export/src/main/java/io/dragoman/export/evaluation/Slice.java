package io.dragoman.export.evaluation;

/**
 * Part of a test set.
 *
 * @param label the interval that its sentences fall in, such as {@code 6-9}
 */
public record Slice(String label, Scores scores) {}
