package io.dragoman.engine.model;

/**
 * A batch to search with beams of one width.
 *
 * @param sources ids, end of sentence included: (batch, its own length of 1 or more)
 * @param beamSize 1 for greedy search
 * @param candidates likeliest tokens of a row that are looked at, suppressed ones among them; capped at the vocabulary's size
 * @param suppressed ids that are never generated
 * @param wishes (batch)
 */
public record BeamTask(
        int[][] sources, int beamSize, int candidates, int bos, int eos, int[] suppressed, Wish[] wishes) {
    /**
     * What one sentence wants, so that no more steps are taken than it needs.
     *
     * @param nBest hypotheses, 1 to the beam's size
     * @param lengthPenalty exponent a of score = log-probability / length^a
     * @param maxNewTokens most tokens, end of sentence counted
     */
    public record Wish(int nBest, double lengthPenalty, int maxNewTokens) {}
}
