package io.dragoman.engine.model;

/**
 * What a model thinks of tokens it was told to say.
 *
 * @param logProbs natural logarithm of the probability of each row's next token: (rows)
 * @param attention weights over the positions of the source: (rows, source length or more, the rest 0), each row summing to
 *     1; no row at all where the model tells no attention
 */
public record ForcedStep(float[] logProbs, float[][] attention) {}
