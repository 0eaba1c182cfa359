package io.dragoman.stream.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.dragoman.stream.metrics.PartitionBacklog.Oldest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/** Which record of each partition is next, and how long it has waited. */
class StreamBacklogTest {
    private static final TopicPartition ZERO = new TopicPartition("in", 0);
    private static final TopicPartition ONE = new TopicPartition("in", 1);
    private static final long START = 1_000_000_000L;

    private long now = START; // milliseconds since the epoch
    private final StreamBacklog backlog = new StreamBacklog(() -> Instant.ofEpochMilli(now));
    private final Broker broker = new Broker();

    /** A broker that knows the ends it is told. */
    private static final class Broker implements PartitionOffsets {
        final Map<TopicPartition, Long> ends = new HashMap<>();
        final Map<TopicPartition, Long> committed = new HashMap<>();

        @Override
        public Map<TopicPartition, Long> ends(Set<TopicPartition> partitions) {
            Map<TopicPartition, Long> asked = new HashMap<>(ends);
            asked.keySet().retainAll(partitions);
            return asked;
        }

        @Override
        public Map<TopicPartition, Long> committed(Set<TopicPartition> partitions) {
            Map<TopicPartition, Long> asked = new HashMap<>(committed);
            asked.keySet().retainAll(partitions);
            return asked;
        }
    }

    private static ConsumerRecord<byte[], byte[]> record(TopicPartition partition, long offset, long timestamp) {
        return new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                offset,
                timestamp,
                TimestampType.CREATE_TIME,
                0,
                0,
                null,
                null,
                new ConsumerRecord<byte[], byte[]>("in", 0, 0, null, null).headers(),
                Optional.empty());
    }

    /** Polls records of these offsets, the first a minute old and each a second younger than the one before. */
    private void poll(TopicPartition partition, long... offsets) {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (long offset : offsets) {
            records.add(record(partition, offset, START - 60_000 + 1_000L * records.size()));
        }
        poll(records, partition);
    }

    private void poll(List<ConsumerRecord<byte[], byte[]>> records, TopicPartition partition) {
        backlog.polled(new ConsumerRecords<>(Map.of(partition, records), Map.of()));
    }

    private PartitionBacklog of(TopicPartition partition) {
        return backlog.byPartition().stream()
                .filter(shown -> shown.partition().equals(partition))
                .findFirst()
                .orElse(new PartitionBacklog(partition, -1, null));
    }

    private static Oldest exactly(long offset, long seconds) {
        return new Oldest(offset, Duration.ofSeconds(seconds), false);
    }

    private static Oldest atLeast(long offset, long seconds) {
        return new Oldest(offset, Duration.ofSeconds(seconds), true);
    }

    @Test
    void theFirstThatIsPolledAndNotServedIsNext() {
        poll(ZERO, 5, 6, 9);
        poll(ZERO, 10);
        assertThat(of(ZERO)).isEqualTo(new PartitionBacklog(ZERO, 4, exactly(5, 60)));
        now += 7_000;
        assertThat(of(ZERO).oldest()).isEqualTo(exactly(5, 67));
        backlog.served(ZERO, 5);
        backlog.served(ZERO, 6);
        assertThat(of(ZERO)).isEqualTo(new PartitionBacklog(ZERO, 2, exactly(9, 65)));
        assertThat(backlog.oldestSeconds()).isEqualTo(65);
    }

    @Test
    void whatIsServedWaitsNoMore() {
        poll(ZERO, 5, 6);
        backlog.served(ZERO, 6);
        assertThat(of(ZERO).oldest()).isNull();
        assertThat(backlog.oldestSeconds()).isZero();
    }

    @Test
    void aPartitionThatIsHeldUpHidesNoOther() {
        poll(ZERO, 5, 6);
        poll(ONE, 3);
        backlog.served(ZERO, 5);
        assertThat(of(ZERO).oldest()).isEqualTo(exactly(6, 59));
        assertThat(of(ONE).oldest()).isEqualTo(exactly(3, 60));
        assertThat(backlog.oldestSeconds()).isEqualTo(60);
    }

    @Test
    void whatBelongsToAnotherIsForgotten() {
        poll(ZERO, 5, 6);
        poll(ONE, 3);
        backlog.released(List.of(ZERO));
        assertThat(backlog.byPartition())
                .extracting(PartitionBacklog::partition)
                .containsExactly(ONE);
    }

    @Test
    void whatIsReadAgainReplacesWhatWasReadBefore() {
        poll(ZERO, 5, 6, 7);
        backlog.served(ZERO, 5);
        poll(ZERO, 4, 5, 6, 7);
        assertThat(of(ZERO)).isEqualTo(new PartitionBacklog(ZERO, 4, exactly(4, 60)));
    }

    @Test
    void aClockThatIsBehindMakesNoNegativeAge() {
        poll(List.of(record(ZERO, 1, START + 5_000)), ZERO);
        assertThat(of(ZERO).oldest()).isEqualTo(exactly(1, 0));
        assertThat(backlog.oldestSeconds()).isZero();
    }

    @Test
    void aRecordWithoutATimestampWaitsAtLeastSinceItWasPolled() {
        poll(List.of(record(ZERO, 1, -1)), ZERO);
        now += 4_000;
        assertThat(of(ZERO).oldest()).isEqualTo(atLeast(1, 4));
    }

    @Test
    void whatIsNotPolledWaitsAtLeastSinceItWasNoticed() {
        broker.ends.putAll(Map.of(ZERO, 20L, ONE, 8L));
        Map<TopicPartition, Long> committed = Map.of(ZERO, 12L, ONE, 8L);
        assertThat(backlog.sample(committed, broker)).isEqualTo(8);
        now += 30_000;
        broker.ends.put(ZERO, 25L);
        assertThat(backlog.sample(committed, broker)).isEqualTo(13);
        assertThat(of(ZERO)).isEqualTo(new PartitionBacklog(ZERO, 13, atLeast(12, 30)));
        assertThat(of(ONE)).isEqualTo(new PartitionBacklog(ONE, 0, null));

        poll(ZERO, 13, 14); // offset 12 was a marker
        assertThat(of(ZERO)).isEqualTo(new PartitionBacklog(ZERO, 13, exactly(13, 90)));
        backlog.served(ZERO, 14);
        assertThat(of(ZERO).oldest()).as("of a sample that is out of date").isNull();
        backlog.sample(committed, broker);
        assertThat(of(ZERO).oldest()).isEqualTo(atLeast(15, 0));
    }

    @Test
    void aMarkerIsNoRecordAndWhatWasPolledIs() {
        broker.ends.put(ZERO, 13L);
        Map<TopicPartition, Long> committed = Map.of(ZERO, 12L);
        backlog.sample(committed, broker);
        assertThat(of(ZERO)).isEqualTo(new PartitionBacklog(ZERO, 0, null));
        assertThat(backlog.records()).isZero();
        poll(ZERO, 12);
        assertThat(backlog.sample(committed, broker))
                .as("one that comes is no backlog to measure a speed by")
                .isZero();
        assertThat(backlog.records()).isEqualTo(1);
    }

    @Test
    void aPartitionThatIsGoneIsNotSampledAgain() {
        broker.ends.putAll(Map.of(ZERO, 20L, ONE, 20L));
        backlog.sample(Map.of(ZERO, 2L, ONE, 2L), broker);
        backlog.sample(Map.of(ONE, 2L), broker);
        assertThat(backlog.byPartition())
                .extracting(PartitionBacklog::partition)
                .containsExactly(ONE);
    }

    @Test
    void whatIsKeptIsWhatWaits() {
        PolledRecords records = new PolledRecords();
        for (long from = 0; from < 1_000_000; from += 1_000) {
            List<ConsumerRecord<byte[], byte[]>> poll = LongStream.range(from, from + 1_000)
                    .mapToObj(offset -> record(ZERO, offset, START))
                    .toList();
            records.add(new ConsumerRecords<>(Map.of(ZERO, poll), Map.of()), now);
            records.served(ZERO, from + 997);
        }
        assertThat(records.heads().get(ZERO)).isEqualTo(new PolledRecords.Head(999_998, START, true, 2));
    }
}
