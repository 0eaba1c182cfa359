package io.dragoman.engine;

/**
 * One finished hypothesis.
 *
 * @param score sum of log-probabilities (natural) / length^lengthPenalty, rounded to 4 decimals; the length counts the
 *     end of sentence. Of a classifier: the probability of the label, 0 to 1
 */
public record GeneratedHypothesis(String text, double score) {}
