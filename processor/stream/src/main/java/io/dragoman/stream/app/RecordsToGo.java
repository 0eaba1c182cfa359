package io.dragoman.stream.app;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What a group has still to do up to given ends. Markers and aborted records count as records: at most so many are to go.
 *
 * @param partitions those that are behind, most to go first
 */
record RecordsToGo(List<Behind> partitions) {
    private static final int NAMED = 3;

    RecordsToGo {
        partitions = partitions.stream()
                .sorted(Comparator.comparingLong(Behind::records)
                        .reversed()
                        .thenComparing(behind -> behind.partition().topic())
                        .thenComparingInt(behind -> behind.partition().partition()))
                .toList();
    }

    /**
     * A partition with records to go.
     *
     * @param committed where the group goes on, null where it has committed nothing
     * @param begin the first offset that is kept: what has expired is done
     * @param end the offset after the last record to serve
     */
    record Behind(TopicPartition partition, @Nullable Long committed, long begin, long end) {
        long records() {
            return end - Math.max(committed == null ? 0 : committed, begin);
        }

        @Override
        public String toString() {
            return "%s %d (%s, end %d)"
                    .formatted(
                            partition,
                            records(),
                            committed == null ? "nothing committed" : "committed " + committed,
                            end);
        }
    }

    /** Leaves out the partitions that are done. */
    static RecordsToGo of(
            Map<TopicPartition, Long> ends, Map<TopicPartition, Long> committed, Map<TopicPartition, Long> begins) {
        List<Behind> behind = new ArrayList<>();
        ends.forEach((partition, end) ->
                behind.add(new Behind(partition, committed.get(partition), begins.getOrDefault(partition, 0L), end)));
        return new RecordsToGo(
                behind.stream().filter(partition -> partition.records() > 0).toList());
    }

    boolean none() {
        return partitions.isEmpty();
    }

    /** For people: the number, and the partitions with most of it. */
    @Override
    public String toString() {
        long records = partitions.stream().mapToLong(Behind::records).sum();
        String named = partitions.stream().limit(NAMED).map(Behind::toString).collect(Collectors.joining(", "));
        int more = partitions.size() - NAMED;
        return records + " records to go, at most"
                + (named.isEmpty() ? "" : ": " + named)
                + (more > 0 ? " and " + more + " partitions more" : "");
    }
}
