package io.dragoman.export.cli;

import io.dragoman.export.evaluation.Summaries;
import io.dragoman.export.score.Resampling;
import java.util.Locale;

/** ROUGE in lines for a terminal; a p-value beside each score of another. */
final class SummaryText {
    private SummaryText() {}

    static String of(Summaries summaries) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "ROUGE-1 %.2f, ROUGE-2 %.2f, ROUGE-L %.2f (F, no stemmer)%n",
                summaries.rouge1(),
                summaries.rouge2(),
                summaries.rougeL()));
        for (Summaries.Other other : summaries.others()) {
            text.append(String.format(
                    Locale.ROOT,
                    "  %s: ROUGE-1 %s, ROUGE-2 %s, ROUGE-L %s%n",
                    other.name(),
                    score(other.rouge1()),
                    score(other.rouge2()),
                    score(other.rougeL())));
        }
        return text.append(String.format(
                        Locale.ROOT,
                        "outputs that are the first words %d, the beginning of their source %d%n",
                        summaries.equalToLead(),
                        summaries.prefixes()))
                .toString();
    }

    private static String score(Resampling.Comparison comparison) {
        return String.format(Locale.ROOT, "%.2f (p = %.3f)", comparison.baselineScore(), comparison.pValue());
    }
}
