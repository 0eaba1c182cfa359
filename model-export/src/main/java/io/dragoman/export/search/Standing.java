package io.dragoman.export.search;

/**
 * A trial's place.
 *
 * @param rungs how many it went through
 */
public record Standing(TrialResult result, int rungs) {}
