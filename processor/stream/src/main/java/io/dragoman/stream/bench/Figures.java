package io.dragoman.stream.bench;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What the passes of one setup come to. Rates are medians over the rounds.
 *
 * @param ratio texts a second over those of the first setup in the same round, median: a busy machine troubles both sides
 * @param batchMillis median time of a batch
 * @param slowBatchMillis time that 19 of 20 batches stay under
 */
record Figures(
        Setup setup,
        double textsPerSecond,
        double tokensPerSecond,
        double batchMillis,
        double slowBatchMillis,
        double ratio) {

    /**
     * @param passes of the setup, one a round
     * @param first those of the first setup, in the same rounds
     */
    static Figures of(Setup setup, List<Pass> passes, List<Pass> first) {
        double[] batches = passes.stream()
                .flatMapToDouble(pass -> Arrays.stream(pass.batchSeconds()))
                .sorted()
                .toArray();
        return new Figures(
                setup,
                median(passes.stream().mapToDouble(Pass::textsPerSecond).toArray()),
                median(passes.stream().mapToDouble(Pass::tokensPerSecond).toArray()),
                1000 * quantile(batches, 0.5),
                1000 * quantile(batches, 0.95),
                median(IntStream.range(0, passes.size())
                        .mapToDouble(round -> passes.get(round).textsPerSecond()
                                / first.get(round).textsPerSecond())
                        .toArray()));
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return quantile(values, 0.5);
    }

    /** The value of rank ceil(share × n). */
    private static double quantile(double[] sorted, double share) {
        return sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
    }
}
