package io.dragoman.stream.console;

import java.util.concurrent.atomic.AtomicLongArray;

/** Latencies of a moment in buckets that grow by a third each, so that percentiles cost nothing to keep. Threading: safe. */
final class LatencyBuckets {
    private static final int BUCKETS = 64;
    private static final double A_DECADE = 8; // buckets

    private final AtomicLongArray counts = new AtomicLongArray(BUCKETS);

    void add(long millis) {
        int bucket = (int) Math.round(A_DECADE * Math.log10((double) Math.max(1, millis)));
        counts.incrementAndGet(Math.min(bucket, BUCKETS - 1));
    }

    /** Takes what was added since the last call, and empties the buckets. */
    long[] drain() {
        long[] drained = new long[BUCKETS];
        for (int i = 0; i < BUCKETS; i++) {
            drained[i] = counts.getAndSet(i, 0);
        }
        return drained;
    }

    /** Milliseconds, right within a sixth; NaN of nothing. */
    static double percentile(long[] counts, double share) {
        long all = 0;
        for (long count : counts) {
            all += count;
        }
        long rank = (long) Math.ceil(all * share);
        long seen = 0;
        for (int i = 0; i < counts.length && all > 0; i++) {
            seen += counts[i];
            if (seen >= rank) {
                return Math.pow(10, i / A_DECADE);
            }
        }
        return Double.NaN;
    }
}
