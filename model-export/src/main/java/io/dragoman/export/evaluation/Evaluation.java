package io.dragoman.export.evaluation;

import io.dragoman.export.score.Bleu;
import io.dragoman.export.score.ChrF;
import io.dragoman.export.score.Resampling;
import io.dragoman.export.score.ScoredCorpus;
import io.dragoman.export.score.ScoredCorpus.Segment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What a model's outputs are worth.
 *
 * @param bleu with its 95 % interval; 13a
 * @param chrf likewise; chrF2
 * @param signature of the BLEU score, as sacreBLEU writes it
 * @param byLength by words of the source
 * @param byRarestWord by the training count of the source's rarest word; empty without training data
 * @param worst by chrF, worst first
 * @param typical those around the median chrF
 */
public record Evaluation(
        Resampling.Confidence bleu,
        Resampling.Confidence chrf,
        String signature,
        int segments,
        List<Slice> byLength,
        List<Slice> byRarestWord,
        Survival numbers,
        Survival names,
        Faults faults,
        List<Example> worst,
        List<Example> typical) {
    private static final int EXAMPLES = 12;

    /**
     * Scores the outputs.
     *
     * @param training source sentences of the training data, for the slices by rare words; may be empty
     */
    public static Evaluation of(TestSet test, SystemOutputs outputs, Iterable<String> training, Metrics metrics) {
        ScoredCorpus corpus = corpus(test, outputs.texts());
        List<Segment> segments = corpus.segments();
        Bleu bleu = metrics.bleu();
        ChrF chrf = metrics.chrf();
        Map<String, Integer> counts = Words.counts(training);
        List<Example> examples = examples(test, segments, chrf);
        int middle = Math.max(0, examples.size() / 2 - EXAMPLES / 2);
        return new Evaluation(
                Resampling.DEFAULTS.confidence(bleu, corpus),
                Resampling.DEFAULTS.confidence(chrf, corpus),
                bleu.signature(corpus.referenceCount()),
                segments.size(),
                Slices.byLength(test, segments, metrics),
                counts.isEmpty() ? List.of() : Slices.byRarestWord(test, segments, counts, metrics),
                Survival.ofNumbers(test, outputs.texts()),
                Survival.ofNames(test, outputs.texts()),
                Faults.of(test, outputs),
                List.copyOf(examples.subList(0, Math.min(EXAMPLES, examples.size()))),
                List.copyOf(examples.subList(middle, Math.min(middle + EXAMPLES, examples.size()))));
    }

    static ScoredCorpus corpus(TestSet test, List<String> outputs) {
        List<Segment> segments = new ArrayList<>();
        for (int i = 0; i < test.size(); i++) {
            segments.add(new Segment(outputs.get(i), test.references().get(i)));
        }
        return new ScoredCorpus(segments);
    }

    /** All of them, worst first; equal ones in order of the test set. */
    private static List<Example> examples(TestSet test, List<Segment> segments, ChrF chrf) {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < test.size(); i++) {
            Segment segment = segments.get(i);
            double score = chrf.score(chrf.statistics(segment.hypothesis(), segment.references()));
            examples.add(new Example(i, test.sources().get(i), segment.hypothesis(), segment.references(), score));
        }
        examples.sort(Comparator.comparingDouble(Example::chrf));
        return examples;
    }
}
