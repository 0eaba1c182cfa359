package io.dragoman.export.evaluation;

import io.dragoman.engine.ModelIdentity;
import io.dragoman.export.score.Resampling;
import io.dragoman.export.score.ScoredCorpus;
import java.util.Locale;

/** A model held against a baseline on the same test set, by paired bootstrap (Koehn 2004). */
public record Comparison(ModelIdentity baseline, Resampling.Comparison bleu, Resampling.Comparison chrf) {
    private static final double SIGNIFICANT = 0.05;

    public static Comparison of(TestSet test, SystemOutputs baseline, SystemOutputs system, Metrics metrics) {
        ScoredCorpus before = Evaluation.corpus(test, baseline.texts());
        ScoredCorpus after = Evaluation.corpus(test, system.texts());
        return new Comparison(
                baseline.model(),
                Resampling.DEFAULTS.pairedBootstrap(metrics.bleu(), before, after),
                Resampling.DEFAULTS.pairedBootstrap(metrics.chrf(), before, after));
    }

    /** The verdict on BLEU in a sentence. */
    public String inWords() {
        return verdict(bleu, "BLEU");
    }

    /** @param unit of the scores, as a sentence has it behind a number */
    static String verdict(Resampling.Comparison scores, String unit) {
        double difference = scores.systemScore() - scores.baselineScore();
        String amount = String.format(Locale.ROOT, "%.2f %s", Math.abs(difference), unit);
        String chance = String.format(
                Locale.ROOT, "a difference this large arises by chance in %.1f %% of resamples", 100 * scores.pValue());
        if (difference == 0) {
            return "The two models score the same " + unit + ".";
        }
        if (scores.pValue() >= SIGNIFICANT) {
            return "The difference of " + amount + " is not significant: " + chance + ".";
        }
        return "The model is significantly " + (difference > 0 ? "better" : "worse") + " than the baseline, by "
                + amount + ": " + chance + ".";
    }
}
