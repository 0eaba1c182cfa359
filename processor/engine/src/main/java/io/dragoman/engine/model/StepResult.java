package io.dragoman.engine.model;

/**
 * The likeliest next tokens of each row, best first.
 *
 * @param topK candidates a row
 * @param ids (rows, topK), row-major
 * @param logProbs natural logarithms, (rows, topK), row-major
 */
public record StepResult(int topK, int[] ids, float[] logProbs) {}
