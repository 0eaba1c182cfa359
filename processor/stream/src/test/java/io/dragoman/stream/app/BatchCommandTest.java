package io.dragoman.stream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dragoman.stream.cluster.ClusterClients;
import io.dragoman.stream.embedded.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code dragoman batch} against a real broker, with the tests' bundle: it serves what there is, and ends. */
@Timeout(120)
class BatchCommandTest {
    private static final TopicPartition INPUT = new TopicPartition("in", 0);

    @TempDir
    Path folder;

    @Test
    void whatTheTopicHoldsIsServedAndTheNextRunGoesOn() throws IOException {
        try (EmbeddedBroker broker = broker()) {
            Path file = Monitored.write(folder, broker.bootstrapServers(), 0);
            try (Monitored monitored = new Monitored(broker, 0)) {
                send(monitored, 300);
                abort(broker, monitored, 250); // more than the first look back
                assertThat(Monitored.run("batch", "--config", file.toString())).isEqualTo(new Monitored.Run(0, ""));
                assertThat(monitored.count("out")).isEqualTo(300);

                send(monitored, 7);
                assertThat(Monitored.run("batch", "--config", file.toString())).isEqualTo(new Monitored.Run(0, ""));
                assertThat(monitored.count("out")).isEqualTo(307);
                assertThat(monitored.count("dead")).isZero();
            }
        }
    }

    @Test
    void anEmptyTopicIsDone() throws IOException {
        try (EmbeddedBroker broker = broker();
                Monitored monitored = new Monitored(broker, 0)) {
            Path file = Monitored.write(folder, broker.bootstrapServers(), 0);
            assertThat(Monitored.run("batch", "--config", file.toString())).isEqualTo(new Monitored.Run(0, ""));
            assertThat(monitored.count("out")).isZero();
        }
    }

    @Test
    void markersAndAbortedRecordsAreNoRecords() {
        try (EmbeddedBroker broker = broker();
                Monitored monitored = new Monitored(broker, 0);
                Consumer<byte[], byte[]> committed = consumer(broker, IsolationLevel.READ_COMMITTED);
                Consumer<byte[], byte[]> all = consumer(broker, IsolationLevel.READ_UNCOMMITTED)) {
            abort(broker, monitored, 5);
            assertThat(ends(committed)).isEmpty();

            send(monitored, 3);
            abort(broker, monitored, 250);

            assertThat(ends(committed)).isEqualTo(Map.of(INPUT, 9L)); // 5 records, their marker, 3 records
            assertThat(committed.endOffsets(List.of(INPUT))).isEqualTo(Map.of(INPUT, 260L));
            assertThat(ends(all)).isEqualTo(Map.of(INPUT, 259L)); // the last marker alone is no record
        }
    }

    @Test
    void aWatchNamesThePartitionsThatAreBehindAndEndsWhenNoneIs() throws Exception {
        AtomicBoolean stopped = new AtomicBoolean();
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
                Monitored monitored = new Monitored(broker, 0)) {
            broker.createTopics(Map.of("in", 3), Duration.ofSeconds(30));
            for (int i = 0; i < 12; i++) {
                monitored.send(new ProducerRecord<>("in", i % 4 / 3 + 1, null, monitored.value("a b c")));
            }
            monitored.flush();
            commit(admin, 1, 4);
            try (PresentEndWatch watch =
                    PresentEndWatch.start(Monitored.configuration(folder, broker, ""), () -> stopped.set(true))) {
                await().until(
                                watch::left,
                                Predicate.isEqual("8 records to go, at most: in-1 5 (committed 4, end 9),"
                                        + " in-2 3 (nothing committed, end 3)"));
                commit(admin, 1, 9);
                await().until(
                                watch::left,
                                Predicate.isEqual("3 records to go, at most: in-2 3 (nothing committed, end 3)"));
                assertThat(watch.reached()).isFalse();
                commit(admin, 2, 3);
                await().untilTrue(stopped);
                assertThat(watch.reached()).isTrue();
            }
        }
    }

    @Test
    void aClosedWatchHasSeenTheLastCommit() throws Exception {
        try (EmbeddedBroker broker = broker();
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
                Monitored monitored = new Monitored(broker, 0)) {
            send(monitored, 9);
            PresentEndWatch watch = PresentEndWatch.start(Monitored.configuration(folder, broker, ""), () -> {});
            try (watch) {
                await().until(watch::left, left -> left.startsWith("9 records to go"));
                commit(admin, 0, 7);
            }
            assertThat(watch.left()).isEqualTo("2 records to go, at most: in-0 2 (committed 7, end 9)");
            assertThat(watch.reached()).isFalse();
        }
    }

    private static void commit(Admin admin, int partition, long offset) throws Exception {
        admin.alterConsumerGroupOffsets(
                        "monitored", Map.of(new TopicPartition("in", partition), new OffsetAndMetadata(offset)))
                .all()
                .get();
    }

    @Test
    void aGroupThatWouldSkipTheRecordsIsRefused() throws IOException {
        Path file = Monitored.write(folder, "127.0.0.1:1", 0);
        Files.writeString(file, Files.readString(file).replace("earliest", "latest"));
        assertThat(Monitored.run("batch", "--config", file.toString()).error())
                .contains("'kafka.auto.offset.reset': found 'latest', expected earliest for batch");
    }

    private static EmbeddedBroker broker() {
        EmbeddedBroker broker = EmbeddedBroker.start();
        broker.createTopics(Map.of("in", 1, "out", 1, "dead", 1), Duration.ofSeconds(30));
        return broker;
    }

    private static Map<TopicPartition, Long> ends(Consumer<byte[], byte[]> consumer) {
        return new PresentEnd(consumer, Duration.ofSeconds(30)).of(List.of("in"));
    }

    private static Consumer<byte[], byte[]> consumer(EmbeddedBroker broker, IsolationLevel isolation) {
        return ClusterClients.consumer(
                Map.of("bootstrap.servers", broker.bootstrapServers()), isolation, Duration.ofSeconds(30));
    }

    private static void send(Monitored monitored, int count) {
        for (int i = 0; i < count; i++) {
            monitored.send("a b c");
        }
        monitored.flush();
    }

    private static void abort(EmbeddedBroker broker, Monitored monitored, int count) {
        try (KafkaProducer<byte[], byte[]> producer = ClusterClients.producer(
                Map.of("bootstrap.servers", broker.bootstrapServers()), "aborting", Duration.ofSeconds(30))) {
            producer.initTransactions();
            producer.beginTransaction();
            for (int i = 0; i < count; i++) {
                var unused = producer.send(new ProducerRecord<>("in", monitored.value("d")));
            }
            producer.flush();
            producer.abortTransaction();
        }
    }
}
