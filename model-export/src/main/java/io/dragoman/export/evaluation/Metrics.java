package io.dragoman.export.evaluation;

import io.dragoman.export.score.Bleu;
import io.dragoman.export.score.BleuTokenizer;
import io.dragoman.export.score.ChrF;
import io.dragoman.export.score.Smoothing;

/** The metrics of an evaluation: BLEU with tokenizer 13a, and chrF2. */
public record Metrics(Bleu bleu, ChrF chrf) {
    /** Upper and lower case differ, as readers see them. */
    public static final Metrics CASED = of(false);
    /** Case is ignored, as much published work does. */
    public static final Metrics LOWERCASED = of(true);

    private static Metrics of(boolean lowercase) {
        return new Metrics(
                new Bleu(new Bleu.Options(BleuTokenizer.V13A, Smoothing.EXP, lowercase, false, 4)),
                new ChrF(new ChrF.Options(6, 0, 2, lowercase, false, false)));
    }
}
