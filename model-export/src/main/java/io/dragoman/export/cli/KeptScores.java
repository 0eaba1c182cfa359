package io.dragoman.export.cli;

import io.dragoman.engine.bundle.LabelSpec;
import io.dragoman.export.evaluation.Comparison;
import io.dragoman.export.evaluation.LabelComparison;
import io.dragoman.export.evaluation.Metrics;
import io.dragoman.export.evaluation.SystemOutputs;
import io.dragoman.export.evaluation.TestSet;
import io.dragoman.export.score.Resampling;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a bundle's other form must not lose. Of texts BLEU and chrF, which tells where outputs are too short for any BLEU;
 * of labels accuracy and macro F1: to chrF a label taken for one that is spelled alike is hardly wrong.
 *
 * @param verdict on the first of them, in a sentence
 */
record KeptScores(List<Kept> scores, String verdict) {
    /** @param key in a bundle's provenance */
    record Kept(String name, String key, Resampling.Comparison scores) {}

    static KeptScores of(@Nullable LabelSpec labels, TestSet test, SystemOutputs before, SystemOutputs after) {
        if (labels == null) {
            Comparison comparison = Comparison.of(test, before, after, Metrics.CASED);
            return new KeptScores(
                    List.of(new Kept("BLEU", "bleu", comparison.bleu()), new Kept("chrF", "chrf", comparison.chrf())),
                    comparison.inWords());
        }
        LabelComparison comparison = LabelComparison.of(test, before, after);
        return new KeptScores(
                List.of(
                        new Kept("accuracy", "accuracy", comparison.accuracy()),
                        new Kept("macro F1", "macroF1", comparison.macroF1())),
                comparison.inWords());
    }

    /** @throws IllegalArgumentException where more than so many points are lost of any of them */
    void require(double maxLoss, String data) {
        for (Kept kept : scores) {
            double least = kept.scores().baselineScore() - maxLoss;
            if (!(kept.scores().systemScore() >= least)) {
                throw new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "8-bit weights: found %s %.2f on %s, expected at least %.2f (%.2f with float weights, --max-loss"
                                + " %.2f); nothing was written",
                        kept.name(),
                        kept.scores().systemScore(),
                        data,
                        least,
                        kept.scores().baselineScore(),
                        maxLoss));
            }
        }
    }

    String before() {
        return line(Resampling.Comparison::baselineScore);
    }

    String after() {
        return line(Resampling.Comparison::systemScore);
    }

    private String line(ToDoubleFunction<Resampling.Comparison> side) {
        return scores.stream()
                .map(kept -> String.format(Locale.ROOT, "%s %.2f", kept.name(), side.applyAsDouble(kept.scores())))
                .collect(Collectors.joining(", "));
    }

    /** For a bundle's provenance: each score, and what it was with float weights. */
    Map<String, Object> facts() {
        Map<String, Object> facts = new LinkedHashMap<>();
        for (Kept kept : scores) {
            facts.put(kept.key(), hundredths(kept.scores().systemScore()));
            facts.put(kept.key() + "OfFloats", hundredths(kept.scores().baselineScore()));
        }
        return facts;
    }

    private static double hundredths(double score) {
        return Math.round(100 * score) / 100.0;
    }
}
