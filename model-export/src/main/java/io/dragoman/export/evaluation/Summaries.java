package io.dragoman.export.evaluation;

import io.dragoman.export.score.Resampling;
import io.dragoman.export.score.Rouge.Variant;
import io.dragoman.export.score.ScoredCorpus;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Outputs as summaries, beside summaries that need no model. ROUGE as mean F, 0 to 100, without stemmer.
 *
 * @param others what the system was held against, by paired bootstrap
 * @param equalToLead outputs that are the first words of their source
 * @param prefixes outputs that are the beginning of their source, those included
 */
public record Summaries(
        double rouge1, double rouge2, double rougeL, List<Other> others, int equalToLead, int prefixes) {
    /** ROUGE-1, -2 and -L: {@code baselineScore} is the other's. */
    public record Other(
            String name, Resampling.Comparison rouge1, Resampling.Comparison rouge2, Resampling.Comparison rougeL) {}

    /** @param baseline of another model, or null */
    public static Summaries of(TestSet test, SystemOutputs system, @Nullable SystemOutputs baseline) {
        ScoredCorpus corpus = Evaluation.corpus(test, system.texts());
        List<Other> others = new ArrayList<>();
        for (PlainSummary plain : PlainSummary.values()) {
            List<String> texts = test.sources().stream().map(plain::of).toList();
            others.add(other(plain.meaning(), Evaluation.corpus(test, texts), corpus));
        }
        if (baseline != null) {
            String name = baseline.model().name() + " " + baseline.model().version();
            others.add(other(name, Evaluation.corpus(test, baseline.texts()), corpus));
        }
        Other first = others.getFirst();
        return new Summaries(
                first.rouge1().systemScore(),
                first.rouge2().systemScore(),
                first.rougeL().systemScore(),
                List.copyOf(others),
                equalToLead(test, system),
                prefixes(test, system));
    }

    private static Other other(String name, ScoredCorpus other, ScoredCorpus system) {
        return new Other(
                name,
                compared(Variant.ROUGE1, other, system),
                compared(Variant.ROUGE2, other, system),
                compared(Variant.ROUGE_L, other, system));
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
