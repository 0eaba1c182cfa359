package io.dragoman.stream.console;

import org.jspecify.annotations.Nullable;

/**
 * What waits in a partition.
 *
 * @param records not served yet
 * @param oldest the next to be served, null where none waits
 */
public record PartitionLag(
        String topic, int partition, long records, @Nullable Oldest oldest) {
    /**
     * The record that is next.
     *
     * @param waitedMillis since its timestamp, not negative
     * @param atLeast whether it may have waited longer
     */
    public record Oldest(long offset, long waitedMillis, boolean atLeast) {}

    /** How long the next record has waited, -1 where none waits. */
    long waitedMillis() {
        return oldest == null ? -1 : oldest.waitedMillis();
    }
}
