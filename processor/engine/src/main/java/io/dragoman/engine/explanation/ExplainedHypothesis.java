package io.dragoman.engine.explanation;

import io.dragoman.engine.search.ForcedDecoding;

/**
 * A target, and what the model thought of it.
 *
 * @param score sum of the log-probabilities / length^lengthPenalty, to 4 decimals, as search gives it
 * @param complete whether it ends by the end of the sentence; else it was cut
 * @param logProbs natural, one a piece of the target
 */
public record ExplainedHypothesis(
        Segmented target, double score, boolean complete, float[] logProbs, Attention attention) {
    public ExplainedHypothesis {
        if (logProbs.length != target.pieces().size()) {
            throw new IllegalArgumentException("found %d log-probabilities, expected one for each of %d pieces"
                    .formatted(logProbs.length, target.pieces().size()));
        }
    }

    public static ExplainedHypothesis of(
            Segmented source, Segmented target, double score, boolean complete, ForcedDecoding.Path path) {
        Attention attention = Attention.of(path.attention(), source.words(), target.words());
        return new ExplainedHypothesis(target, score, complete, path.logProbs(), attention);
    }
}
