package io.dragoman.export.score;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Measures of single-label classification as scikit-learn 1.9 defines them. Accuracy, balanced accuracy and MCC look at all samples; precision,
 * recall, F1, the confusion matrix and kappa at the chosen labels.
 */
public final class Classification {
    /** How the scores of labels become one. */
    public enum Average {
        /** The mean over labels. */
        MACRO,
        /** From the counts of all labels together. */
        MICRO,
        /** The mean over labels, each weighing as much as it has true samples. */
        WEIGHTED
    }

    /** Precision, recall and F1, each 0 to 1, or the value given for a division by zero. */
    public record Scores(double precision, double recall, double f1) {}

    /** Counts of one label over all samples. */
    private record Counts(long hits, long predicted, long actual) {
        Scores scores(double zeroDivision) {
            return new Scores(
                    divided(hits, predicted, zeroDivision),
                    divided(hits, actual, zeroDivision),
                    divided(2 * hits, predicted + actual, zeroDivision));
        }

        private static double divided(long dividend, long divisor, double zeroDivision) {
            return divisor == 0 ? zeroDivision : (double) dividend / divisor;
        }
    }

    private final List<String> labels;
    private final long[][] all; // (label, label), true by predicted, over every label that occurs
    private final List<String> occurring;

    private Classification(List<String> labels, List<String> occurring, long[][] all) {
        this.labels = labels;
        this.occurring = occurring;
        this.all = all;
    }

    /**
     * Compares predictions with the truth.
     *
     * @param labels the labels that count, in the order of the confusion matrix; null: all that occur, sorted
     * @throws IllegalArgumentException where the lists differ in length or are empty
     */
    public static Classification of(List<String> actual, List<String> predicted, @Nullable List<String> labels) {
        if (actual.isEmpty() || actual.size() != predicted.size()) {
            throw new IllegalArgumentException("expected as many predictions as true labels and at least 1, found "
                    + predicted.size() + " and " + actual.size());
        }
        TreeSet<String> sorted = new TreeSet<>(actual);
        sorted.addAll(predicted);
        List<String> chosen = labels == null ? List.copyOf(sorted) : List.copyOf(labels);
        sorted.addAll(chosen);
        List<String> occurring = List.copyOf(sorted);
        Map<String, Integer> indices = new HashMap<>();
        occurring.forEach(label -> indices.put(label, indices.size()));
        long[][] all = new long[occurring.size()][occurring.size()];
        for (int i = 0; i < actual.size(); i++) {
            all[index(indices, actual.get(i))][index(indices, predicted.get(i))]++;
        }
        return new Classification(chosen, occurring, all);
    }

    private static int index(Map<String, Integer> indices, String label) {
        return indices.getOrDefault(label, -1);
    }

    /** The labels that count, in the order of {@link #confusion} and {@link #perLabel}. */
    public List<String> labels() {
        return labels;
    }

    /** The share of samples predicted right. */
    public double accuracy() {
        return (double) diagonal(all) / total(all);
    }

    /** The mean recall of the labels that truly occur. */
    public double balancedAccuracy() {
        double sum = 0;
        int present = 0;
        for (String label : occurring) {
            Counts counts = counts(label);
            if (counts.actual > 0) {
                sum += counts.scores(0).recall;
                present++;
            }
        }
        return sum / present;
    }

    /** How often each label (row) was taken for each (column); samples of other labels are left out. */
    public long[][] confusion() {
        long[][] confusion = new long[labels.size()][labels.size()];
        for (int i = 0; i < confusion.length; i++) {
            for (int j = 0; j < confusion.length; j++) {
                confusion[i][j] = all[occurring.indexOf(labels.get(i))][occurring.indexOf(labels.get(j))];
            }
        }
        return confusion;
    }

    /** The scores of each label. */
    public List<Scores> perLabel(double zeroDivision) {
        return labels.stream().map(label -> counts(label).scores(zeroDivision)).toList();
    }

    /** How many true samples each label has. */
    public List<Long> support() {
        return labels.stream().map(label -> counts(label).actual).toList();
    }

    /**
     * The scores of all labels together.
     *
     * @param zeroDivision what stands for an undefined score; NaN leaves it out of means
     */
    public Scores average(Average average, double zeroDivision) {
        List<Counts> counts = labels.stream().map(this::counts).toList();
        if (average == Average.MICRO) {
            long hits = counts.stream().mapToLong(Counts::hits).sum();
            long predicted = counts.stream().mapToLong(Counts::predicted).sum();
            long actual = counts.stream().mapToLong(Counts::actual).sum();
            return new Counts(hits, predicted, actual).scores(zeroDivision);
        }
        List<Scores> scores = perLabel(zeroDivision);
        double[] weights = counts.stream()
                .mapToDouble(count -> average == Average.WEIGHTED ? count.actual : 1)
                .toArray();
        return new Scores(
                mean(scores, weights, Scores::precision),
                mean(scores, weights, Scores::recall),
                mean(scores, weights, Scores::f1));
    }

    /** The weighted mean of what is a number; unweighted where no weight is left. */
    private static double mean(List<Scores> scores, double[] weights, ToDoubleFunction<Scores> part) {
        List<Double> values = new ArrayList<>();
        double weighted = 0;
        double weight = 0;
        for (int i = 0; i < weights.length; i++) {
            double value = part.applyAsDouble(scores.get(i));
            if (!Double.isNaN(value)) {
                values.add(value);
                weighted += weights[i] * value;
                weight += weights[i];
            }
        }
        if (weight > 0) {
            return weighted / weight;
        }
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    /** Matthews' correlation coefficient for any number of labels (Gorodkin 2004); 0 where it is undefined. */
    public double matthewsCorrelation() {
        double total = total(all);
        double covariance = diagonal(all) * total;
        double actualVariance = total * total;
        double predictedVariance = total * total;
        for (String label : occurring) {
            Counts counts = counts(label);
            covariance -= (double) counts.actual * counts.predicted;
            actualVariance -= (double) counts.actual * counts.actual;
            predictedVariance -= (double) counts.predicted * counts.predicted;
        }
        double variance = actualVariance * predictedVariance;
        return variance == 0 ? 0 : covariance / Math.sqrt(variance);
    }

    /** Cohen's kappa of the confusion matrix; NaN where agreement by chance is certain. */
    public double kappa() {
        long[][] confusion = confusion();
        double total = total(confusion);
        double byChance = 0;
        for (int i = 0; i < confusion.length; i++) {
            byChance += (double) row(confusion, i) * column(confusion, i) / total;
        }
        return (diagonal(confusion) - byChance) / (total - byChance);
    }

    private Counts counts(String label) {
        int index = occurring.indexOf(label);
        return new Counts(all[index][index], column(all, index), row(all, index));
    }

    private static long row(long[][] matrix, int row) {
        return Arrays.stream(matrix[row]).sum();
    }

    private static long column(long[][] matrix, int column) {
        return Arrays.stream(matrix).mapToLong(row -> row[column]).sum();
    }

    private static long diagonal(long[][] matrix) {
        long sum = 0;
        for (int i = 0; i < matrix.length; i++) {
            sum += matrix[i][i];
        }
        return sum;
    }

    private static long total(long[][] matrix) {
        return Arrays.stream(matrix).flatMapToLong(Arrays::stream).sum();
    }
}
