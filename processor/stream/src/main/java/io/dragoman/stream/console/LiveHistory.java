package io.dragoman.stream.console;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/**
 * The last 15 minutes, a sample a second, and no more than that. Threading: records and batches are counted by any thread, samples
 * are taken by one, read by any.
 */
public final class LiveHistory {
    /** Most samples kept. */
    public static final int SAMPLES = 900;

    /** Most partitions shown, those that wait longest first. */
    static final int PARTITIONS = 64;

    private final LongAdder generated = new LongAdder();
    private final LongAdder rejected = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder batches = new LongAdder();
    private final LongAdder sentences = new LongAdder();
    private final LatencyBuckets latencies = new LatencyBuckets();
    private final Deque<LiveSample> samples = new ArrayDeque<>(); // guarded by this
    private List<PartitionLag> partitions = List.of(); // guarded by this
    private long lastNanos; // confined to the sampling thread
    private boolean sampled; // confined to the sampling thread

    /** How a record ended. */
    public enum Ending {
        GENERATED,
        REJECTED,
        FAILED
    }

    /** @param latencyMillis from the record's timestamp, negative where that says nothing */
    public void served(Ending ending, long latencyMillis) {
        switch (ending) {
            case GENERATED -> generated.increment();
            case REJECTED -> rejected.increment();
            case FAILED -> failed.increment();
        }
        if (latencyMillis >= 0) {
            latencies.add(latencyMillis);
        }
    }

    public void decoded(int batchSize) {
        batches.increment();
        sentences.add(batchSize);
    }

    /**
     * Takes a sample; to be called every second.
     *
     * @param nanos {@link System#nanoTime}
     * @param second since the epoch
     * @param backlogSeconds NaN while unknown
     */
    public void sample(long nanos, long second, List<PartitionLag> lags, double backlogSeconds) {
        double elapsed = sampled ? Math.max(1e-3, (nanos - lastNanos) / 1e9) : Double.NaN;
        lastNanos = nanos;
        sampled = true;
        long[] seen = latencies.drain();
        long decodedBatches = batches.sumThenReset();
        long decodedSentences = sentences.sumThenReset();
        LiveSample sample = new LiveSample(
                second,
                generated.sumThenReset() / elapsed,
                rejected.sumThenReset() / elapsed,
                failed.sumThenReset() / elapsed,
                LatencyBuckets.percentile(seen, 0.5),
                LatencyBuckets.percentile(seen, 0.95),
                decodedBatches == 0 ? Double.NaN : (double) decodedSentences / decodedBatches,
                (double) lags.stream().mapToLong(PartitionLag::records).sum(),
                backlogSeconds);
        List<PartitionLag> worst = lags.stream()
                .sorted(Comparator.comparingLong(PartitionLag::waitedMillis)
                        .thenComparingLong(PartitionLag::records)
                        .reversed()
                        .thenComparing(PartitionLag::topic)
                        .thenComparingInt(PartitionLag::partition))
                .limit(PARTITIONS)
                .toList();
        synchronized (this) {
            if (samples.size() == SAMPLES) {
                samples.removeFirst();
            }
            samples.addLast(sample);
            partitions = worst;
        }
    }

    /** Samples after a second, oldest first. */
    synchronized List<LiveSample> since(long second) {
        List<LiveSample> later = new ArrayList<>();
        for (LiveSample sample : samples) {
            if (sample.second() > second) {
                later.add(sample);
            }
        }
        return later;
    }

    synchronized List<PartitionLag> partitions() {
        return partitions;
    }
}
