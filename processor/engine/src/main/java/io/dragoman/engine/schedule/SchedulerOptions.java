package io.dragoman.engine.schedule;

import java.time.Duration;

/**
 * @param maxBatchSize most requests a batch
 * @param queueCapacity most look-ahead requests that wait; urgent ones always fit, for their callers block
 * @param window oldest waiting look-ahead requests among which the nearest lengths are chosen
 * @param workers threads that run batches
 * @param closeTimeout most time {@link BatchScheduler#close} waits for running batches
 */
public record SchedulerOptions(int maxBatchSize, int queueCapacity, int window, int workers, Duration closeTimeout) {
    public SchedulerOptions {
        if (maxBatchSize < 1 || queueCapacity < 1 || window < 1 || workers < 1 || closeTimeout.isNegative()) {
            throw new IllegalArgumentException(
                    "found maxBatchSize %d, queueCapacity %d, window %d, workers %d, closeTimeout %s; expected values above zero"
                            .formatted(maxBatchSize, queueCapacity, window, workers, closeTimeout));
        }
    }

    /** Waits 10 s at close. */
    public SchedulerOptions(int maxBatchSize, int queueCapacity, int window, int workers) {
        this(maxBatchSize, queueCapacity, window, workers, Duration.ofSeconds(10));
    }

    /** Batches of 64, 4,096 waiting, a window of 512, one worker. */
    public static SchedulerOptions defaults() {
        return new SchedulerOptions(64, 4096, 512, 1);
    }
}
