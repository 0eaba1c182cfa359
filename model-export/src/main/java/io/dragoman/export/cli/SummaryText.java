package io.dragoman.export.cli;

import io.dragoman.export.evaluation.Summaries;
import io.dragoman.export.evaluation.SummaryFaults;
import io.dragoman.export.score.Resampling;
import java.util.Locale;

/** ROUGE and faults in lines for a terminal; beside each score of another, what the model is against it. */
final class SummaryText {
    private SummaryText() {}

    static String of(Summaries summaries) {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "ROUGE-1 %s, ROUGE-2 %s, ROUGE-L %s (F, no stemmer; ± half a 95 %% interval)%n",
                score(summaries.rouge1()),
                score(summaries.rouge2()),
                score(summaries.rougeL())));
        for (Summaries.Other other : summaries.others()) {
            text.append(String.format(
                    Locale.ROOT,
                    "  against %s: ROUGE-1 %s, ROUGE-2 %s, ROUGE-L %s%n",
                    other.name(),
                    score(other.rouge1()),
                    score(other.rouge2()),
                    score(other.rougeL())));
        }
        text.append(faults("outputs", summaries.faults()));
        summaries.others().forEach(other -> text.append(faults("  " + other.name(), other.faults())));
        return text.append(faults("  references", summaries.referenceFaults()))
                .append(String.format(
                        Locale.ROOT,
                        "outputs that are the first words %d, the beginning of their source %d%n",
                        summaries.equalToLead(),
                        summaries.prefixes()))
                .toString();
    }

    private static String score(Resampling.Confidence confidence) {
        return String.format(Locale.ROOT, "%.2f ± %.2f", confidence.score(), confidence.interval());
    }

    private static String score(Resampling.Comparison comparison) {
        return String.format(Locale.ROOT, "%.2f (%s)", comparison.baselineScore(), comparison.verdict());
    }

    private static String faults(String what, SummaryFaults faults) {
        Integer newWords = faults.newWords();
        return String.format(
                Locale.ROOT,
                "%s: empty %d, loops %s, with a word new to text and training %s, with a number that the text lacks %s%n",
                what,
                faults.empties(),
                share(faults, faults.loops()),
                newWords == null ? "not counted (--training-data)" : share(faults, newWords),
                share(faults, faults.newNumbers()));
    }

    private static String share(SummaryFaults faults, int count) {
        return String.format(Locale.ROOT, "%d (%.2f %%)", count, faults.percent(count));
    }
}
