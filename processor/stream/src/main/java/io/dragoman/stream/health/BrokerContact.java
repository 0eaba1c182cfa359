package io.dragoman.stream.health;

import java.time.Duration;

/**
 * How long no broker has answered anything. The age of the last heartbeat would not tell: a consumer sends none while it waits for the others in
 * a rebalance, and one that is closed keeps its last. So the consumers' answers are counted, and those that came from one question to the next
 * count as heard now; a consumer without partitions hears nothing in a rebalance, so whoever else asks the brokers tells of it.
 *
 * <p>Threading: any.
 */
final class BrokerContact {
    private double answers;
    private long heardNanos = System.nanoTime();

    /** A broker answered somebody. */
    synchronized void heard(long nanos) {
        heardNanos = nanos;
    }

    /** @param answers to all consumers, ever */
    synchronized Duration silence(double answers, long nanos) {
        if (answers != this.answers) {
            this.answers = answers;
            heardNanos = nanos;
        }
        return Duration.ofNanos(nanos - heardNanos);
    }
}
