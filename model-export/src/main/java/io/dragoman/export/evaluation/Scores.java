package io.dragoman.export.evaluation;

import io.dragoman.export.score.Bleu;
import io.dragoman.export.score.ChrF;
import io.dragoman.export.score.ScoredCorpus;
import java.util.List;

/**
 * Scores of a number of segments.
 *
 * @param bleu 13a, cased, 0 to 100
 * @param chrf chrF2, 0 to 100
 */
public record Scores(int segments, double bleu, double chrf) {
    static Scores of(List<ScoredCorpus.Segment> segments) {
        ScoredCorpus corpus = new ScoredCorpus(segments);
        return new Scores(
                segments.size(),
                new Bleu(Bleu.Options.DEFAULTS).corpusScore(corpus).score(),
                new ChrF(ChrF.Options.DEFAULTS).corpusScore(corpus).score());
    }
}
