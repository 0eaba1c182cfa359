package io.dragoman.stream.metrics;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.TaskMetadata;
import org.apache.kafka.streams.ThreadMetadata;

/**
 * What the tasks of this instance have not served yet: the ends of their partitions, asked of the broker because a consumer's knowledge is as
 * old as its last poll, minus what was served or committed.
 *
 * <p>Transaction markers take offsets too. A committed offset is behind those it has seen; where only the marker after the last record is
 * left, nothing is.
 *
 * <p>Threading: told by stream threads, asked by the sampler.
 */
final class StreamBacklog {
    /** The offset after the last served record. */
    private final Map<TopicPartition, Long> served = new ConcurrentHashMap<>();

    private volatile Map<TopicPartition, Long> byPartition = Map.of();

    void served(TopicPartition partition, long offset) {
        served.put(partition, offset + 1);
    }

    /** Records that waited in each partition when somebody last asked. */
    Map<TopicPartition, Long> byPartition() {
        return byPartition;
    }

    /** Records that wait, as far as the broker answers. */
    long records(KafkaStreams streams, PartitionOffsets broker) {
        Map<TopicPartition, Long> positions = positions(streams);
        served.keySet().retainAll(positions.keySet()); // another instance goes on where a partition is gone
        Set<TopicPartition> unknown = new HashSet<>();
        positions.forEach((partition, position) -> {
            if (position < 0) {
                unknown.add(partition);
            }
        });
        if (!unknown.isEmpty()) {
            positions.putAll(broker.committed(unknown));
        }
        Map<TopicPartition, Long> waiting = new HashMap<>();
        for (Map.Entry<TopicPartition, Long> end :
                broker.ends(positions.keySet()).entrySet()) {
            long position = positions.getOrDefault(end.getKey(), -1L);
            long behind = position < 0 ? 0 : end.getValue() - position;
            waiting.put(end.getKey(), behind > 1 ? behind : 0);
        }
        byPartition = Map.copyOf(waiting);
        return waiting.values().stream().mapToLong(Long::longValue).sum();
    }

    /** The offset at which each partition goes on, -1 where neither a record was served nor an offset committed here. */
    private Map<TopicPartition, Long> positions(KafkaStreams streams) {
        Map<TopicPartition, Long> positions = new HashMap<>();
        for (ThreadMetadata thread : streams.metadataForLocalThreads()) {
            for (TaskMetadata task : thread.activeTasks()) {
                for (TopicPartition partition : task.topicPartitions()) {
                    long committed = task.committedOffsets().getOrDefault(partition, -1L);
                    positions.put(partition, Math.max(committed, served.getOrDefault(partition, -1L)));
                }
            }
        }
        return positions;
    }
}
