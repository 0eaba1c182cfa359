package io.dragoman.stream.demo;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * The figures of a run.
 *
 * @param translated sentences with a translation
 * @param refused sentences that went to the dead letters
 * @param recordsPerSecond results over the time from the first sentence's sending to the last result
 * @param p50 median latency
 * @param p95 95th percentile of the latency (nearest rank)
 */
record Summary(int translated, int refused, double recordsPerSecond, Duration p50, Duration p95) {

    static Summary of(List<Answer> answers, Duration elapsed) {
        List<Duration> latencies =
                answers.stream().map(Answer::latency).sorted().toList();
        int translated = (int) answers.stream().filter(Answer::translated).count();
        double seconds = Math.max(elapsed.toNanos(), 1) / 1e9;
        return new Summary(
                translated,
                answers.size() - translated,
                answers.size() / seconds,
                percentile(latencies, 0.50),
                percentile(latencies, 0.95));
    }

    /** One line for people. */
    String line() {
        return String.format(
                Locale.ROOT,
                "%d translated, %d refused · %.1f records/s · latency p50 %d ms, p95 %d ms",
                translated,
                refused,
                recordsPerSecond,
                p50.toMillis(),
                p95.toMillis());
    }

    private static Duration percentile(List<Duration> sorted, double share) {
        return sorted.isEmpty() ? Duration.ZERO : sorted.get((int) Math.ceil(share * sorted.size()) - 1);
    }
}
