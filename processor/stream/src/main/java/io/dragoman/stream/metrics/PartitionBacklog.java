package io.dragoman.stream.metrics;

import java.time.Duration;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What waits in a partition.
 *
 * @param records not served yet
 * @param oldest the next to be served, null where none is known to wait
 */
public record PartitionBacklog(
        TopicPartition partition, long records, @Nullable Oldest oldest) {
    /**
     * The record that is next.
     *
     * @param offset its offset; where it was not polled yet, the one from which on it will be found
     * @param waited since its timestamp, not negative
     * @param atLeast whether it may have waited longer: it was not polled yet or has no timestamp, so this is since it was first noticed
     */
    public record Oldest(long offset, Duration waited, boolean atLeast) {}
}
