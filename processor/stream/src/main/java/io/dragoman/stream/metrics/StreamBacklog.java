package io.dragoman.stream.metrics;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.TaskMetadata;
import org.apache.kafka.streams.ThreadMetadata;

/** What the tasks of this instance have not committed yet. */
public final class StreamBacklog {
    private StreamBacklog() {}

    /**
     * End offsets minus committed offsets of this instance's partitions. Transaction markers take offsets too: behind a
     * transactional producer a caught-up partition shows the marker after its last record, so a difference of one is none.
     */
    static long records(KafkaStreams streams) {
        return byPartition(streams).values().stream().mapToLong(Long::longValue).sum();
    }

    /** The same, partition by partition; one that has committed nothing yet is left out. */
    public static Map<TopicPartition, Long> byPartition(KafkaStreams streams) {
        Map<TopicPartition, Long> waiting = new HashMap<>();
        for (ThreadMetadata thread : streams.metadataForLocalThreads()) {
            for (TaskMetadata task : thread.activeTasks()) {
                add(task, waiting);
            }
        }
        return waiting;
    }

    private static void add(TaskMetadata task, Map<TopicPartition, Long> waiting) {
        Map<TopicPartition, Long> committed = task.committedOffsets();
        for (Map.Entry<TopicPartition, Long> end : task.endOffsets().entrySet()) {
            Long from = committed.get(end.getKey());
            if (from == null || from < 0) {
                continue; // nothing committed yet: where it begins is not known here
            }
            long behind = end.getValue() - from;
            waiting.put(end.getKey(), behind > 1 ? behind : 0);
        }
    }
}
