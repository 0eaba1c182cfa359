package io.dragoman.engine.benchmark;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** One work's rounds. */
final class Series {
    /**
     * One round.
     *
     * @param wallSeconds by the clock
     * @param cpuSeconds of all threads of the process
     */
    record Round(Work.Counts counts, double wallSeconds, double cpuSeconds) {
        double sentencesPerSecond() {
            return counts.sentences() / wallSeconds;
        }

        double tokensPerSecond() {
            return counts.targetTokens() / wallSeconds;
        }

        double tokensPerCpuSecond() {
            return counts.targetTokens() / cpuSeconds;
        }
    }

    private final List<Round> rounds = new ArrayList<>();

    void add(Round round) {
        rounds.add(round);
    }

    int size() {
        return rounds.size();
    }

    /** The best round by a figure that is better the larger it is. */
    double best(ToDoubleFunction<Round> figure) {
        return rounds.stream().mapToDouble(figure).max().orElse(Double.NaN);
    }

    double median(ToDoubleFunction<Round> figure) {
        return median(rounds.stream().mapToDouble(figure).toArray());
    }

    /** Median, smallest and largest of this figure over the other's, each round with its own. */
    String ratio(Series other, ToDoubleFunction<Round> figure) {
        int pairs = Math.min(size(), other.size());
        if (pairs == 0) {
            return "none";
        }
        double[] ratios = new double[pairs];
        for (int i = 0; i < pairs; i++) {
            ratios[i] = figure.applyAsDouble(rounds.get(i)) / figure.applyAsDouble(other.rounds.get(i));
        }
        double middle = median(ratios); // sorts
        return "%.2f (%.2f-%.2f)".formatted(middle, ratios[0], ratios[pairs - 1]);
    }

    private static double median(double[] values) {
        java.util.Arrays.sort(values);
        int half = values.length / 2;
        return values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    }
}
