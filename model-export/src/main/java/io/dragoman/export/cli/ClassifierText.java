package io.dragoman.export.cli;

import io.dragoman.export.evaluation.LabelComparison;
import io.dragoman.export.evaluation.LabelEvaluation;
import io.dragoman.export.score.Classification;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A classifier's evaluation in lines for a terminal. */
final class ClassifierText {
    /** More labels make a matrix that no terminal shows; report and JSON have it. */
    private static final int WIDEST_MATRIX = 12;

    private static final int WIDEST_LABEL = 30;

    private final LabelEvaluation evaluation;
    private final StringBuilder text = new StringBuilder();
    private final int width;

    private ClassifierText(LabelEvaluation evaluation) {
        this.evaluation = evaluation;
        int longest =
                evaluation.labels().stream().mapToInt(String::length).max().orElse(1);
        this.width = Math.max("weighted average".length(), Math.min(WIDEST_LABEL, longest + "(12) ".length()));
    }

    static String of(LabelEvaluation evaluation, @Nullable LabelComparison comparison) {
        ClassifierText lines = new ClassifierText(evaluation);
        lines.scores();
        lines.perLabel();
        lines.confusion();
        if (comparison != null) {
            lines.add(String.format(
                    Locale.ROOT,
                    "baseline %s %s: accuracy %.2f, macro F1 %.2f. %s",
                    comparison.baseline().name(),
                    comparison.baseline().version(),
                    comparison.accuracy().baselineScore(),
                    comparison.macroF1().baselineScore(),
                    comparison.inWords()));
        }
        return lines.text.toString();
    }

    private void scores() {
        add(String.format(
                Locale.ROOT,
                "all %d rows: accuracy %.2f ± %.2f, macro F1 %.2f ± %.2f%s",
                evaluation.samples(),
                evaluation.accuracy().score(),
                evaluation.accuracy().interval(),
                evaluation.macroF1().score(),
                evaluation.macroF1().interval(),
                evaluation.refused() == 0 ? "" : ", refused or failed " + evaluation.refused()));
        add(String.format(
                Locale.ROOT,
                "always '%s', the most frequent in training: accuracy %.2f, macro F1 %.2f",
                evaluation.majority().label(),
                evaluation.majority().accuracy(),
                evaluation.majority().macroF1()));
    }

    private void perLabel() {
        add(String.format(Locale.ROOT, "%-" + width + "s  precision  recall      F1    rows", "label"));
        for (LabelEvaluation.LabelScores label : evaluation.perLabel()) {
            row(label.label(), label.scores(), label.support());
        }
        row("macro average", evaluation.macro(), evaluation.samples());
        row("weighted average", evaluation.weighted(), evaluation.samples());
    }

    private void row(String label, Classification.Scores scores, long support) {
        add(String.format(
                Locale.ROOT,
                "%-" + width + "s %10.4f  %6.4f  %6.4f  %6d",
                cut(label),
                scores.precision(),
                scores.recall(),
                scores.f1(),
                support));
    }

    private void confusion() {
        if (evaluation.labels().size() > WIDEST_MATRIX) {
            return;
        }
        StringBuilder head = new StringBuilder(" ".repeat(width));
        for (int i = 0; i < evaluation.labels().size(); i++) {
            head.append(String.format(Locale.ROOT, " %6s", "(" + (i + 1) + ")"));
        }
        add(head + "  answered");
        for (int i = 0; i < evaluation.labels().size(); i++) {
            StringBuilder row = new StringBuilder(String.format(
                    "%-" + width + "s",
                    cut("(" + (i + 1) + ") " + evaluation.labels().get(i))));
            for (long count : evaluation.confusion()[i]) {
                row.append(String.format(Locale.ROOT, " %6d", count));
            }
            add(row.toString());
        }
    }

    private String cut(String label) {
        return label.length() <= width ? label : label.substring(0, width - 1) + "…";
    }

    private void add(String line) {
        text.append(line).append(System.lineSeparator());
    }
}
