package io.dragoman.export.evaluation;

import io.dragoman.export.score.CorpusMetric;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Scores of labels as sums over segments, so that they can be resampled. A segment is a text; each of its references is a
 * sample. Per cent.
 */
abstract sealed class LabelMetric implements CorpusMetric {
    private final String name;

    private LabelMetric(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String signature(String referenceCount) {
        return name + "|nrefs:" + referenceCount;
    }

    /** The share of samples answered right. */
    static final class Accuracy extends LabelMetric {
        Accuracy() {
            super("accuracy");
        }

        /** Right, samples. */
        @Override
        public double[] statistics(String hypothesis, List<String> references) {
            long right = references.stream().filter(hypothesis::equals).count();
            return new double[] {right, references.size()};
        }

        @Override
        public double score(double[] statistics) {
            return 100 * statistics[0] / Math.max(1, statistics[1]);
        }
    }

    /** The mean F1 of the labels that occur, as truth or as answer; each counts the same however rare it is. */
    static final class MacroF1 extends LabelMetric {
        private static final int COUNTS = 3; // right, answered, true
        private final Map<String, Integer> indices = new HashMap<>();

        MacroF1(List<String> labels) {
            super("macro F1");
            labels.forEach(label -> indices.put(label, COUNTS * indices.size()));
        }

        /** Right, answered and true samples of each label. */
        @Override
        public double[] statistics(String hypothesis, List<String> references) {
            double[] counts = new double[COUNTS * indices.size()];
            Integer answered = indices.get(hypothesis);
            for (String reference : references) {
                if (answered != null) {
                    counts[answered] += hypothesis.equals(reference) ? 1 : 0;
                    counts[answered + 1]++;
                }
                Integer actual = indices.get(reference);
                if (actual != null) {
                    counts[actual + 2]++;
                }
            }
            return counts;
        }

        @Override
        public double score(double[] counts) {
            double sum = 0;
            int occurring = 0;
            for (int i = 0; i < counts.length; i += COUNTS) {
                double either = counts[i + 1] + counts[i + 2];
                if (either > 0) {
                    sum += 2 * counts[i] / either;
                    occurring++;
                }
            }
            return 100 * sum / Math.max(1, occurring);
        }
    }
}
