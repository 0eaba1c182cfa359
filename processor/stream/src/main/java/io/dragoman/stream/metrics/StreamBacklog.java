package io.dragoman.stream.metrics;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.TaskMetadata;
import org.apache.kafka.streams.ThreadMetadata;
import org.jspecify.annotations.Nullable;

/**
 * What the tasks of this instance have not served yet: the ends of their partitions, asked of the broker because a consumer's knowledge is as
 * old as its last poll, minus what was served or committed; and which record of each partition is next.
 *
 * <p>Transaction markers take offsets too. A committed offset is behind those it has seen; where only the marker after the last record is
 * left, nothing is. What was polled is a record for certain.
 *
 * <p>Threading: told by stream threads, sampled by one thread, asked by any.
 */
final class StreamBacklog {
    private final InstantSource clock;
    private final PolledRecords polled = new PolledRecords();
    /** The offset after the last served record. */
    private final Map<TopicPartition, Long> served = new ConcurrentHashMap<>();

    private volatile Map<TopicPartition, Behind> sampled = Map.of();

    /**
     * A partition when the broker was last asked.
     *
     * @param records from the position to the end, 0 where there may be none
     * @param position where it goes on, -1 where that is unknown
     * @param since when it was first seen that it stands there, records are behind and none is polled; milliseconds since the epoch
     */
    private record Behind(long records, long position, long since) {
        static final Behind NOT_SAMPLED = new Behind(0, -1, 0);
    }

    StreamBacklog(InstantSource clock) {
        this.clock = clock;
    }

    void polled(ConsumerRecords<byte[], byte[]> records) {
        polled.add(records, clock.millis());
    }

    void served(TopicPartition partition, long offset) {
        served.put(partition, offset + 1);
        polled.served(partition, offset);
    }

    /** What was polled of these is not processed by who polled it. */
    void released(Collection<TopicPartition> partitions) {
        polled.release(partitions);
    }

    /** What waits in each partition: records as of the last sample, the oldest as of now. */
    List<PartitionBacklog> byPartition() {
        Map<TopicPartition, Behind> behind = sampled;
        Map<TopicPartition, PolledRecords.Head> heads = polled.heads();
        long now = clock.millis();
        return Stream.concat(behind.keySet().stream(), heads.keySet().stream())
                .distinct()
                .map(partition -> backlog(
                        partition, behind.getOrDefault(partition, Behind.NOT_SAMPLED), heads.get(partition), now))
                .toList();
    }

    private PartitionBacklog backlog(
            TopicPartition partition, Behind behind, PolledRecords.@Nullable Head head, long now) {
        if (head != null) {
            return new PartitionBacklog(
                    partition,
                    Math.max(behind.records(), head.records()),
                    oldest(head.offset(), now - head.since(), !head.stamped()));
        }
        boolean standsThere = behind.records() > 0 && behind.position() >= served.getOrDefault(partition, -1L);
        PartitionBacklog.Oldest next = standsThere ? oldest(behind.position(), now - behind.since(), true) : null;
        return new PartitionBacklog(partition, behind.records(), next);
    }

    private static PartitionBacklog.Oldest oldest(long offset, long millis, boolean atLeast) {
        return new PartitionBacklog.Oldest(offset, Duration.ofMillis(Math.max(0, millis)), atLeast);
    }

    /** Records that wait. */
    long records() {
        return byPartition().stream().mapToLong(PartitionBacklog::records).sum();
    }

    /** Longest that the next record of a partition of this instance has waited; 0 where none waits. */
    double oldestSeconds() {
        return byPartition().stream()
                .map(PartitionBacklog::oldest)
                .filter(Objects::nonNull)
                .mapToDouble(oldest -> oldest.waited().toMillis() / 1e3)
                .max()
                .orElse(0);
    }

    /**
     * Takes a sample, as far as the broker answers.
     *
     * @param committed offset at which each partition of this instance goes on after a restart, -1 where it has committed none
     * @return the records behind, for a rate: without the one that may be a marker, or is served as it comes
     */
    long sample(Map<TopicPartition, Long> committed, PartitionOffsets broker) {
        Map<TopicPartition, Long> positions = positions(committed, broker);
        Map<TopicPartition, Long> ends = broker.ends(positions.keySet());
        Set<TopicPartition> held = polled.heads().keySet();
        long now = clock.millis();
        Map<TopicPartition, Behind> behind = new HashMap<>();
        ends.forEach((partition, end) -> {
            long position = positions.getOrDefault(partition, -1L);
            long offsets = position < 0 ? 0 : end - position;
            Behind before = sampled.getOrDefault(partition, Behind.NOT_SAMPLED);
            boolean stood = before.records() > 0 && before.position() == position && !held.contains(partition);
            behind.put(partition, new Behind(offsets > 1 ? offsets : 0, position, stood ? before.since() : now));
        });
        sampled = Map.copyOf(behind);
        return behind.values().stream().mapToLong(Behind::records).sum();
    }

    /** The offset at which each partition goes on, -1 where neither a record was served nor an offset committed. */
    private Map<TopicPartition, Long> positions(Map<TopicPartition, Long> committed, PartitionOffsets broker) {
        served.keySet().retainAll(committed.keySet()); // another instance goes on where a partition is gone
        Map<TopicPartition, Long> positions = new HashMap<>();
        Set<TopicPartition> unknown = new HashSet<>();
        committed.forEach((partition, offset) -> {
            long position = Math.max(offset, served.getOrDefault(partition, -1L));
            positions.put(partition, position);
            if (position < 0) {
                unknown.add(partition);
            }
        });
        if (!unknown.isEmpty()) {
            positions.putAll(broker.committed(unknown));
        }
        return positions;
    }

    /** What the tasks of this instance have committed here, -1 where they have not yet. */
    static Map<TopicPartition, Long> committed(KafkaStreams streams) {
        Map<TopicPartition, Long> committed = new HashMap<>();
        for (ThreadMetadata thread : streams.metadataForLocalThreads()) {
            for (TaskMetadata task : thread.activeTasks()) {
                for (TopicPartition partition : task.topicPartitions()) {
                    committed.put(partition, task.committedOffsets().getOrDefault(partition, -1L));
                }
            }
        }
        return committed;
    }
}
