package io.dragoman.stream.lookahead;

import static org.assertj.core.api.Assertions.assertThat;

import io.dragoman.engine.BatchListener;
import io.dragoman.engine.ModelIdentity;
import io.dragoman.engine.schedule.BatchGenerator;
import io.dragoman.stream.events.SourceEventReader;
import io.dragoman.stream.route.ReversingQueue;
import io.dragoman.stream.route.RouteTable;
import io.dragoman.stream.topology.PlainAvro;
import io.dragoman.stream.tracing.RecordTrace;
import io.dragoman.stream.tracing.Tracing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;

class LookAheadTest {
    private static final TopicPartition ZERO = new TopicPartition("in", 0);
    private static final TopicPartition ONE = new TopicPartition("in", 1);
    private final ReversingQueue queue = new ReversingQueue(100);
    private final LookAheads lookAheads = lookAheads(queue, 100);

    @Test
    void partitionsTakeTurns() {
        lookAheads.ofThread().admit(poll(records(ZERO, 0, "a", "b", "c"), records(ONE, 5, "x", "y")));

        assertThat(queue.lookedAhead).containsExactly("a", "x", "b", "y", "c");
    }

    @Test
    void aRecordTakesTheTicketOfItsOwnOffset() {
        LookAhead ahead = lookAheads.ofThread();
        ahead.admit(poll(records(ZERO, 0, "a", "b", "c")));

        assertThat(ahead.take(ZERO, 0)).isNotNull();
        assertThat(ahead.take(ONE, 1)).isNull();
        Prefetched third = ahead.take(ZERO, 2);
        assertThat(third)
                .isNotNull()
                .satisfies(it -> assertThat(it.event().request().text()).isEqualTo("c"));
        assertThat(queue.cancelled).containsExactly("b");
        assertThat(ahead.take(ZERO, 2)).isNull();
        assertThat(ahead.size()).isZero();
    }

    @Test
    void aRewoundPartitionIsSubmittedAgainAndItsOldTicketsAreCancelled() {
        LookAhead ahead = lookAheads.ofThread();
        ahead.admit(poll(records(ZERO, 7, "a", "b")));
        ahead.admit(poll(records(ZERO, 7, "a", "b")));

        assertThat(queue.cancelled).containsExactly("a", "b");
        assertThat(ahead.size()).isEqualTo(2);
        ahead.forget(List.of(ZERO));
        assertThat(ahead.size()).isZero();
    }

    @Test
    void theSpanOfARecordThatIsGivenUpEndsAndThatOfOneTakenIsHandedOver() {
        List<Long> released = new ArrayList<>();
        Tracing tracing = new Tracing() {
            @Override
            public RecordTrace received(TopicPartition partition, long offset, Headers headers, int valueBytes) {
                return new RecordTrace() {
                    @Override
                    public void released() {
                        released.add(offset);
                    }
                };
            }

            @Override
            public BatchGenerator follow(ModelIdentity model, BatchGenerator generator) {
                return generator;
            }

            @Override
            public BatchListener follow(BatchListener listener) {
                return listener;
            }

            @Override
            public void close() {}
        };
        LookAhead ahead = lookAheads(queue, 100, tracing).ofThread();
        ahead.admit(poll(records(ZERO, 7, "a", "b", "c")));

        assertThat(ahead.take(ZERO, 8)).isNotNull();
        assertThat(released).as("passed over").containsExactly(7L);
        ahead.forget(List.of(ZERO));
        assertThat(released).containsExactly(7L, 9L);
    }

    @Test
    void whatDoesNotFitIsAMiss() {
        LookAhead ofQueue = lookAheads(new ReversingQueue(1), 100).ofThread();
        ofQueue.admit(poll(records(ZERO, 0, "a", "b")));
        assertThat(ofQueue.size()).isEqualTo(1);

        LookAhead ofThread = lookAheads(queue, 2).ofThread();
        ofThread.admit(poll(records(ZERO, 0, "a", "b", "c")));
        assertThat(ofThread.size()).isEqualTo(2);
    }

    @Test
    void theInterceptorPassesOverWhatItCannotReadAndNeverThrows() {
        LookAheadInterceptor interceptor = new LookAheadInterceptor();
        interceptor.configure(Map.of(LookAheadInterceptor.LOOK_AHEADS, lookAheads));
        var rotten = new ConsumerRecord<byte[], byte[]>("in", 0, 1, null, new byte[] {1, 2});
        var outage = new ConsumerRecord<byte[], byte[]>("in", 0, 2, null, "outage".getBytes(StandardCharsets.UTF_8));

        interceptor.onConsume(poll(Map.of(ZERO, List.of(rotten)), records(ONE, 0, "a")));
        assertThat(queue.lookedAhead).containsExactly("a");
        var polled = poll(Map.of(ZERO, List.of(outage)));
        assertThat(interceptor.onConsume(polled)).isSameAs(polled);
        interceptor.close();
        assertThat(queue.cancelled).containsExactly("a");
    }

    private static LookAheads lookAheads(ReversingQueue queue, int maxRecords) {
        return lookAheads(queue, maxRecords, Tracing.OFF);
    }

    private static LookAheads lookAheads(ReversingQueue queue, int maxRecords, Tracing tracing) {
        return new LookAheads(
                new SourceEventReader(PlainAvro.sources()),
                new RouteTable(List.of(ReversingQueue.route("r", queue))),
                Set.of("in"),
                maxRecords,
                tracing);
    }

    private static Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records(
            TopicPartition partition, long offset, String... texts) {
        return Map.of(
                partition,
                IntStream.range(0, texts.length)
                        .mapToObj(i -> new ConsumerRecord<byte[], byte[]>(
                                partition.topic(), partition.partition(), offset + i, null, PlainAvro.text(texts[i])))
                        .toList());
    }

    @SafeVarargs
    private static ConsumerRecords<byte[], byte[]> poll(
            Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>>... parts) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> records = new LinkedHashMap<>();
        for (var part : parts) {
            records.putAll(part);
        }
        return new ConsumerRecords<>(records, Map.of());
    }
}
