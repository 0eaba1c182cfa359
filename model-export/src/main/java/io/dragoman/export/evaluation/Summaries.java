package io.dragoman.export.evaluation;

import io.dragoman.export.score.Resampling;
import io.dragoman.export.score.Rouge.Variant;
import io.dragoman.export.score.ScoredCorpus;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Outputs as summaries, beside summaries that need no model. ROUGE as mean F, 0 to 100, without stemmer.
 *
 * @param others what the system was held against, by paired bootstrap
 * @param faults of the system's outputs
 * @param referenceFaults of each text's first reference, to know what people do
 * @param equalToLead outputs that are the first words of their source
 * @param prefixes outputs that are the beginning of their source, those included
 */
public record Summaries(
        Resampling.Confidence rouge1,
        Resampling.Confidence rouge2,
        Resampling.Confidence rougeL,
        List<Other> others,
        SummaryFaults faults,
        SummaryFaults referenceFaults,
        int equalToLead,
        int prefixes) {
    /** ROUGE-1, -2 and -L: {@code baselineScore} is the other's; and the faults of the other's outputs. */
    public record Other(
            String name,
            Resampling.Comparison rouge1,
            Resampling.Comparison rouge2,
            Resampling.Comparison rougeL,
            SummaryFaults faults) {}

    /**
     * Scores and counts.
     *
     * @param baseline of another model, or null
     * @param training texts and summaries that the system was trained on; empty where they are not at hand
     */
    public static Summaries of(
            TestSet test, SystemOutputs system, @Nullable SystemOutputs baseline, List<String> training) {
        Set<String> words = training.isEmpty()
                ? null
                : training.stream().flatMap(text -> Words.parts(text).stream()).collect(Collectors.toUnmodifiableSet());
        ScoredCorpus corpus = Evaluation.corpus(test, system.texts());
        Map<String, List<String>> rivals = new LinkedHashMap<>();
        for (PlainSummary plain : PlainSummary.values()) {
            rivals.put(plain.meaning(), test.sources().stream().map(plain::of).toList());
        }
        if (baseline != null) {
            rivals.put(
                    "baseline " + baseline.model().name() + " "
                            + baseline.model().version(),
                    baseline.texts());
        }
        List<Other> others = new ArrayList<>();
        rivals.forEach((name, texts) -> others.add(
                other(name, Evaluation.corpus(test, texts), corpus, SummaryFaults.of(test.sources(), texts, words))));
        List<String> references = test.references().stream().map(List::getFirst).toList();
        return new Summaries(
                Resampling.DEFAULTS.confidence(new RougeMean(Variant.ROUGE1), corpus),
                Resampling.DEFAULTS.confidence(new RougeMean(Variant.ROUGE2), corpus),
                Resampling.DEFAULTS.confidence(new RougeMean(Variant.ROUGE_L), corpus),
                List.copyOf(others),
                SummaryFaults.of(test.sources(), system.texts(), words),
                SummaryFaults.of(test.sources(), references, words),
                equalToLead(test, system),
                prefixes(test, system));
    }

    private static Other other(String name, ScoredCorpus other, ScoredCorpus system, SummaryFaults faults) {
        return new Other(
                name,
                compared(Variant.ROUGE1, other, system),
                compared(Variant.ROUGE2, other, system),
                compared(Variant.ROUGE_L, other, system),
                faults);
    }

    private static Resampling.Comparison compared(Variant variant, ScoredCorpus other, ScoredCorpus system) {
        return Resampling.DEFAULTS.pairedBootstrap(new RougeMean(variant), other, system);
    }

    private static int equalToLead(TestSet test, SystemOutputs system) {
        int equal = 0;
        for (int i = 0; i < test.size(); i++) {
            equal += Objects.equals(
                            PlainSummary.LEAD.of(test.sources().get(i)),
                            system.texts().get(i))
                    ? 1
                    : 0;
        }
        return equal;
    }

    private static int prefixes(TestSet test, SystemOutputs system) {
        int prefixes = 0;
        for (int i = 0; i < test.size(); i++) {
            String text = system.texts().get(i);
            prefixes += !text.isEmpty() && test.sources().get(i).startsWith(text) ? 1 : 0;
        }
        return prefixes;
    }
}
