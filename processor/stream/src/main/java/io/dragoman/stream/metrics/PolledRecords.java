package io.dragoman.stream.metrics;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Where the records stand that were polled and are not served yet, and since when they wait: a stream thread that is held up by one partition
 * tells nothing of its others. What a consumer never returns, markers and records of aborted transactions, is not here.
 *
 * <p>Memory: an entry without text for each record that Kafka Streams itself holds: for each assigned partition at most
 * {@code buffered.records.per.partition} and one poll.
 *
 * <p>Threading: told by stream threads, asked by any.
 */
final class PolledRecords {
    private final Map<TopicPartition, Deque<Polled>> partitions = new HashMap<>(); // guarded by this

    /**
     * A record that waits.
     *
     * @param since its timestamp; of the rare record without one, when it was polled; milliseconds since the epoch
     * @param stamped whether that is its timestamp
     */
    private record Polled(long offset, long since, boolean stamped) {
        static Polled of(ConsumerRecord<?, ?> record, long now) {
            boolean stamped = record.timestamp() > 0;
            return new Polled(record.offset(), stamped ? record.timestamp() : now, stamped);
        }
    }

    /**
     * The next record of a partition.
     *
     * @param records how many wait, this one among them
     */
    record Head(long offset, long since, boolean stamped, int records) {}

    synchronized void add(ConsumerRecords<byte[], byte[]> polled, long now) {
        for (TopicPartition partition : polled.partitions()) {
            List<ConsumerRecord<byte[], byte[]>> records = polled.records(partition);
            Deque<Polled> waiting = partitions.computeIfAbsent(partition, fresh -> new ArrayDeque<>());
            Polled last = waiting.peekLast();
            if (last != null && last.offset() >= records.getFirst().offset()) {
                waiting.clear(); // read again
            }
            records.forEach(record -> waiting.add(Polled.of(record, now)));
        }
    }

    synchronized void served(TopicPartition partition, long offset) {
        Deque<Polled> waiting = partitions.get(partition);
        if (waiting != null) {
            for (Polled head = waiting.peekFirst();
                    head != null && head.offset() <= offset;
                    head = waiting.peekFirst()) {
                waiting.removeFirst();
            }
        }
    }

    synchronized void release(Collection<TopicPartition> gone) {
        partitions.keySet().removeAll(gone);
    }

    /** The next record of each partition where one waits. */
    synchronized Map<TopicPartition, Head> heads() {
        Map<TopicPartition, Head> heads = new HashMap<>();
        partitions.forEach((partition, waiting) -> {
            Polled next = waiting.peekFirst();
            if (next != null) {
                heads.put(partition, new Head(next.offset(), next.since(), next.stamped(), waiting.size()));
            }
        });
        return heads;
    }
}
