package io.dragoman.stream.app;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Where topics end now. A partition's end offset is no measure: transaction markers and aborted records take offsets too, and a group that
 * has done all records may never commit beyond them. So the last record that can be read is looked for, further back each time.
 */
final class PresentEnd {
    private static final long FIRST_LOOK = 100;
    private static final int FURTHER = 10;
    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<byte[], byte[]> consumer;
    private final Duration timeout;

    /**
     * @param consumer reads as the application does; its assignment is changed
     * @param timeout without any progress
     */
    PresentEnd(Consumer<byte[], byte[]> consumer, Duration timeout) {
        this.consumer = consumer;
        this.timeout = timeout;
    }

    /**
     * The offset after the last record of each partition; partitions without a record are left out.
     *
     * @throws KafkaException if the broker does not answer in time
     */
    Map<TopicPartition, Long> of(List<String> topics) {
        Set<TopicPartition> partitions = new HashSet<>();
        for (String topic : topics) {
            consumer.partitionsFor(topic).forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
        }
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> found = new HashMap<>();
        for (long back = FIRST_LOOK; !partitions.isEmpty(); back *= FURTHER) {
            Map<TopicPartition, Long> starts = new HashMap<>();
            for (TopicPartition partition : partitions) {
                starts.put(partition, Math.max(at(begins, partition), at(ends, partition) - back));
            }
            found.putAll(lastRecords(starts, ends));
            partitions.removeIf(
                    partition -> found.containsKey(partition) || at(starts, partition) <= at(begins, partition));
        }
        return found;
    }

    private Map<TopicPartition, Long> lastRecords(Map<TopicPartition, Long> starts, Map<TopicPartition, Long> ends) {
        consumer.assign(starts.keySet());
        starts.forEach(consumer::seek);
        Map<TopicPartition, Long> found = new HashMap<>();
        Set<TopicPartition> left = new HashSet<>(starts.keySet());
        long deadline = System.nanoTime() + timeout.toNanos();
        left.removeIf(partition -> consumer.position(partition) >= at(ends, partition));
        while (!left.isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new KafkaException("found no answer from " + left + " within " + timeout);
            }
            for (ConsumerRecord<byte[], byte[]> read : consumer.poll(POLL)) {
                TopicPartition partition = new TopicPartition(read.topic(), read.partition());
                if (read.offset() < at(ends, partition)) {
                    found.merge(partition, read.offset() + 1, Math::max);
                }
                deadline = System.nanoTime() + timeout.toNanos();
            }
            left.removeIf(partition -> consumer.position(partition) >= at(ends, partition));
        }
        return found;
    }

    private static long at(Map<TopicPartition, Long> offsets, TopicPartition partition) {
        return offsets.getOrDefault(partition, 0L);
    }
}
