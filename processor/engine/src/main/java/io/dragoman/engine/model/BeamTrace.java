package io.dragoman.engine.model;

/**
 * What a beam search saw at every step: each sentence's likeliest continuations, best first, eos among them. The first
 * beamSize others run on, in that order. It may hold more steps than a sentence needs.
 *
 * @param ranked continuations a sentence and step: twice the beam's size
 * @param tokens (steps, batch, ranked), row-major
 * @param places of the hypothesis that each continues, in its sentence's beam: (steps, batch, ranked)
 * @param logProbs sums of natural logarithms, -∞ where there is no continuation: (steps, batch, ranked)
 */
public record BeamTrace(int steps, int ranked, int[] tokens, int[] places, double[] logProbs) {}
