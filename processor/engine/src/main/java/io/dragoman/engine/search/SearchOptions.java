package io.dragoman.engine.search;

/**
 * How one sentence is searched.
 *
 * @param lengthPenalty exponent a of score = log-probability / length^a; 0 disables it
 * @param maxNewTokens most tokens, end of sentence counted
 * @param blockedNgram no hypothesis holds a sequence of so many tokens twice; 0 disables it
 */
public record SearchOptions(int beamSize, int nBest, double lengthPenalty, int maxNewTokens, int blockedNgram) {
    public SearchOptions(int beamSize, int nBest, double lengthPenalty, int maxNewTokens) {
        this(beamSize, nBest, lengthPenalty, maxNewTokens, 0);
    }

    public SearchOptions {
        if (beamSize < 1
                || nBest < 1
                || nBest > beamSize
                || !(lengthPenalty >= 0)
                || maxNewTokens < 1
                || blockedNgram < 0) {
            throw new IllegalArgumentException(
                    "found beamSize %d, nBest %d, lengthPenalty %s, maxNewTokens %d, blockedNgram %d; expected beamSize >= nBest >= 1, lengthPenalty >= 0, maxNewTokens >= 1, blockedNgram >= 0"
                            .formatted(beamSize, nBest, lengthPenalty, maxNewTokens, blockedNgram));
        }
    }

    /** Wu et al. 2016 with the plain power of the length: log-probability / length^lengthPenalty. */
    public double score(double logProb, int length) {
        return logProb / Math.pow(length, lengthPenalty);
    }

    /** No continuation of a hypothesis can score above this: log-probabilities only fall, lengths only grow. */
    double scoreBound(double logProb) {
        return score(logProb, maxNewTokens);
    }
}
