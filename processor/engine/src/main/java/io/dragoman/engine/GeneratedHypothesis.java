package io.dragoman.engine;

/**
 * One finished hypothesis.
 *
 * @param score sum of log-probabilities (natural) / length^lengthPenalty, rounded to 4 decimals; the length counts the
 *     end of sentence
 */
public record GeneratedHypothesis(String text, double score) {}
