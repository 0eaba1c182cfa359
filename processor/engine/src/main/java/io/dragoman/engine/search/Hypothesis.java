package io.dragoman.engine.search;

/**
 * A token sequence that search ended.
 *
 * @param tokens ids without bos and eos
 * @param logProb sum of natural log-probabilities, that of eos included
 * @param score logProb / length^lengthPenalty; the length counts eos
 * @param complete whether it ended by eos; else it was cut at maxNewTokens
 * @param aside whether its constraint stood aside on the way
 */
public record Hypothesis(int[] tokens, double logProb, double score, boolean complete, boolean aside) {}
