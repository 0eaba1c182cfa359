package io.dragoman.stream.metrics;

import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** What the broker says of partitions. Threading: asked by the sampler; may take a second, must not take much longer. */
public interface PartitionOffsets {
    /** The offset after the last record that may be read; partitions it says nothing of are left out. */
    Map<TopicPartition, Long> ends(Set<TopicPartition> partitions);

    /** The offset at which the group will go on after a restart; partitions it has none for are left out. */
    Map<TopicPartition, Long> committed(Set<TopicPartition> partitions);
}
