package io.dragoman.stream.proof;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the output as a downstream consumer would (read_committed) and counts what is missing, doubled or out of order.
 * A record names itself in the header {@value #NUMBER}: {@code partition:sequence}. Confined to one thread.
 */
final class Tally implements AutoCloseable {
    static final String NUMBER = "proof-number";

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<TopicPartition> partitions;
    private final Map<Integer, BitSet> seen = new HashMap<>();
    private final Map<Integer, Integer> last = new HashMap<>();
    private int distinct;
    private int doubled;
    private int outOfOrder;

    Tally(String bootstrapServers, String topic, int count) {
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        partitions = java.util.stream.IntStream.range(0, count)
                .mapToObj(partition -> new TopicPartition(topic, partition))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    int distinct() {
        return distinct;
    }

    int doubled() {
        return doubled;
    }

    int outOfOrder() {
        return outOfOrder;
    }

    /** Polls once. */
    void read(Duration timeout) {
        consumer.poll(timeout).forEach(this::count);
    }

    /**
     * Reads until a record at or beyond {@code ends} comes: written by whoever wrote after those ends were taken.
     *
     * @return whether one came in time
     */
    boolean readBeyond(Map<TopicPartition, Long> ends, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (System.nanoTime() < deadline) {
            boolean beyond = false;
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(20))) {
                count(record);
                beyond |= record.offset()
                        >= ends.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L);
            }
            if (beyond) {
                return true;
            }
        }
        return false;
    }

    /** Reads until {@code records} different ones were seen, or none came for {@code quiet}. */
    void readAll(int records, Duration quiet) {
        long progress = System.nanoTime();
        while (distinct < records && System.nanoTime() - progress < quiet.toNanos()) {
            int before = distinct;
            read(Duration.ofMillis(100));
            if (distinct > before) {
                progress = System.nanoTime();
            }
        }
    }

    /** Reads what is there at the moment, to its end. */
    void readToEnd() {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, Duration.ofSeconds(30));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (System.nanoTime() < deadline
                && ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            read(Duration.ofMillis(100));
        }
    }

    @Override
    public void close() {
        consumer.close();
    }

    private void count(ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader(NUMBER);
        if (header == null) {
            throw new AssertionError("an output record lost its header " + NUMBER);
        }
        String[] number = new String(header.value(), StandardCharsets.UTF_8).split(":", -1);
        int partition = Integer.parseInt(number[0]);
        int sequence = Integer.parseInt(number[1]);
        BitSet known = seen.computeIfAbsent(partition, absent -> new BitSet());
        if (known.get(sequence)) {
            doubled++;
            return;
        }
        known.set(sequence);
        distinct++;
        if (sequence < last.getOrDefault(partition, -1)) {
            outOfOrder++;
        }
        last.merge(partition, sequence, Math::max);
    }
}
