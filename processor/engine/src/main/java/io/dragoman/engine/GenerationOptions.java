package io.dragoman.engine;

import org.jspecify.annotations.Nullable;

/**
 * How one request is decoded. {@code null} means the bundle's default. Values are checked by the engine, so that a bad
 * one becomes a {@link Outcome.Rejected} of its own record.
 *
 * @param beamSize hypotheses kept a step, 1 to 64; 1 is greedy search
 * @param nBest hypotheses returned, 1 to the beam size
 * @param lengthPenalty exponent a of score = sum of log-probabilities / length^a, 0 to 10; 0 disables it
 * @param maxNewTokens most target tokens, end of sentence included, 1 to the bundle's limit
 */
public record GenerationOptions(
        @Nullable Integer beamSize,
        @Nullable Integer nBest,
        @Nullable Double lengthPenalty,
        @Nullable Integer maxNewTokens) {
    /** Every value is the bundle's default. */
    public static final GenerationOptions DEFAULTS = new GenerationOptions(null, null, null, null);
}
