package io.dragoman.export.cli;

import io.dragoman.export.evaluation.Comparison;
import io.dragoman.export.evaluation.Evaluation;
import io.dragoman.export.evaluation.Faults;
import io.dragoman.export.evaluation.Slice;
import io.dragoman.export.evaluation.Survival;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** An evaluation in lines for a terminal. */
final class EvaluationText {
    private final StringBuilder text = new StringBuilder();

    private EvaluationText() {}

    static String of(Evaluation evaluation, @Nullable Comparison comparison) {
        EvaluationText lines = new EvaluationText();
        lines.add(String.format(
                Locale.ROOT,
                "all %d sources: BLEU %.2f ± %.2f, chrF %.2f ± %.2f",
                evaluation.segments(),
                evaluation.bleu().score(),
                evaluation.bleu().interval(),
                evaluation.chrf().score(),
                evaluation.chrf().interval()));
        lines.slices("words", evaluation.byLength());
        lines.slices("rarest word's training count", evaluation.byRarestWord());
        lines.survival("numbers", evaluation.numbers());
        lines.survival("names", evaluation.names());
        Faults faults = evaluation.faults();
        lines.add(String.format(
                Locale.ROOT,
                "trigram loops %d (%.2f %%), empty %d, copies of the source %d, cut %d, refused or failed %d",
                faults.trigramLoops(),
                100.0 * faults.trigramLoops() / evaluation.segments(),
                faults.empties(),
                faults.copies(),
                faults.truncated(),
                faults.refused()));
        if (comparison != null) {
            lines.add(String.format(
                    Locale.ROOT,
                    "baseline %s %s: BLEU %.2f, chrF %.2f. %s",
                    comparison.baseline().name(),
                    comparison.baseline().version(),
                    comparison.bleu().baselineScore(),
                    comparison.chrf().baselineScore(),
                    comparison.inWords()));
        }
        lines.add(evaluation.signature());
        return lines.text.toString();
    }

    private void slices(String what, List<Slice> slices) {
        for (Slice slice : slices) {
            add(String.format(
                    Locale.ROOT,
                    "%s %-8s %6d sources   BLEU %6.2f   chrF %6.2f",
                    what,
                    slice.label(),
                    slice.scores().segments(),
                    slice.scores().bleu(),
                    slice.scores().chrf()));
        }
    }

    private void survival(String what, Survival survival) {
        add(String.format(
                Locale.ROOT,
                "%s kept %d of %d, made up %d",
                what,
                survival.kept(),
                survival.expected(),
                survival.invented()));
    }

    private void add(String line) {
        text.append(line).append(System.lineSeparator());
    }
}
