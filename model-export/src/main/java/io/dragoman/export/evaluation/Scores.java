package io.dragoman.export.evaluation;

import io.dragoman.export.score.ScoredCorpus;
import java.util.List;

/**
 * Scores of a number of segments.
 *
 * @param bleu 13a, 0 to 100
 * @param chrf chrF2, 0 to 100
 */
public record Scores(int segments, double bleu, double chrf) {
    static Scores of(List<ScoredCorpus.Segment> segments, Metrics metrics) {
        ScoredCorpus corpus = new ScoredCorpus(segments);
        return new Scores(
                segments.size(),
                metrics.bleu().corpusScore(corpus).score(),
                metrics.chrf().corpusScore(corpus).score());
    }
}
