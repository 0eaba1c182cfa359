package io.dragoman.stream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dragoman.event.GeneratedText;
import io.dragoman.event.SourceText;
import io.dragoman.stream.config.ConfigurationReader;
import io.dragoman.stream.config.DragomanConfiguration;
import io.dragoman.stream.embedded.EmbeddedBroker;
import io.dragoman.stream.route.ReversingQueue;
import io.dragoman.stream.route.RouteTable;
import io.dragoman.stream.topology.RecordObserver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DragomanAppTest {
    private static final int RECORDS = 200;

    @TempDir
    Path state;

    private String patience = "30s";

    @Test
    void aRealBrokersRecordsAreLookedAheadAndServedExactlyOnceInOrder() {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            broker.createTopics(Map.of("in", 1), Duration.ofSeconds(30));
            DragomanConfiguration configuration = configuration(broker.bootstrapServers(), "true");
            produce(broker, configuration);
            ReversingQueue queue = new ReversingQueue(RECORDS);
            RouteTable routes = new RouteTable(List.of(ReversingQueue.route("reverse", queue)));
            try (DragomanApp app = new DragomanApp(configuration, routes, RecordObserver.NONE)) {
                app.start();

                List<ConsumerRecord<byte[], byte[]>> translated = consume(broker, "out", RECORDS);
                assertThat(translated)
                        .extracting(record -> decode(record, configuration).getText())
                        .containsExactlyElementsOf(java.util.stream.IntStream.range(0, RECORDS)
                                .mapToObj(i ->
                                        new StringBuilder("text " + i).reverse().toString())
                                .toList());
                List<ConsumerRecord<byte[], byte[]>> letters = consume(broker, "dead", 1);
                assertThat(letters.getFirst().value()).containsExactly(9, 9, 9);
                assertThat(app.state()).isEqualTo(KafkaStreams.State.RUNNING);
                assertThat(queue.lookedAhead).isNotEmpty();
                assertThat(queue.submitted.size() + queue.lookedAhead.size()).isEqualTo(RECORDS);
            }
        }
    }

    @Test
    void whatIsClosedBeforeItHasStartedDoesNotStart() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            DragomanConfiguration configuration = configuration(broker.bootstrapServers(), "true");
            RouteTable routes = new RouteTable(List.of(ReversingQueue.route("reverse", new ReversingQueue(1))));
            DragomanApp app = new DragomanApp(configuration, routes, RecordObserver.NONE);
            try (app) {
                app.close();
                app.start();
                assertThat(app.state()).isEqualTo(KafkaStreams.State.CREATED);
                assertThat(Thread.getAllStackTraces().keySet())
                        .extracting(Thread::getName)
                        .noneMatch(name -> name.startsWith("app-test-") && name.contains("StreamThread"));
                assertThat(app.awaitEnd(Duration.ZERO)).isTrue();
            }
        }
    }

    @Test
    void aSecondInstanceOnTheSameStateDirectoryIsRefusedAndTheFirstServesOn() {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            DragomanConfiguration configuration = configuration(broker.bootstrapServers(), "true");
            RouteTable routes = new RouteTable(List.of(ReversingQueue.route("reverse", new ReversingQueue(RECORDS))));
            try (DragomanApp app = new DragomanApp(configuration, routes, RecordObserver.NONE)) {
                app.start();

                assertThatThrownBy(() -> start(configuration))
                        .isInstanceOf(SetupException.class)
                        .hasMessage(
                                "State directory " + state
                                        + " is in use by another instance; set kafka.state.dir to a folder of its own for each");

                produce(broker, configuration);
                assertThat(consume(broker, "out", RECORDS)).hasSize(RECORDS);
            }
            start(configuration); // and is free again
        }
    }

    @Test
    void aStateDirectoryThatCannotBeWrittenIsNamed() throws IOException {
        Path file = Files.createFile(state.resolve("file"));
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            state = file.resolve("state");
            assertThatThrownBy(() -> start(configuration(broker.bootstrapServers(), "true")))
                    .isInstanceOf(SetupException.class)
                    .hasMessageContainingAll("State directory " + state + " cannot be written", "set kafka.state.dir");
        }
    }

    @Test
    void anUnreachableBrokerIsToldInBoundedTime() {
        patience = "3s";
        assertThatThrownBy(() -> start(configuration("127.0.0.1:1", "true")))
                .isInstanceOf(SetupException.class)
                .hasMessageContainingAll(
                        "Found no Kafka broker that answers at 127.0.0.1:1", "kafka.bootstrap.servers");
    }

    @Test
    void aMissingTopicThatMayNotBeCreatedIsNamed() {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            assertThatThrownBy(() -> start(configuration(broker.bootstrapServers(), "false")))
                    .isInstanceOf(SetupException.class)
                    .hasMessageContainingAll("Found no topic in, out, dead", "topics.create is false");
        }
    }

    private static void start(DragomanConfiguration configuration) {
        RouteTable routes = new RouteTable(List.of(ReversingQueue.route("reverse", new ReversingQueue(1))));
        try (DragomanApp app = new DragomanApp(configuration, routes, RecordObserver.NONE)) {
            app.start();
        }
    }

    private DragomanConfiguration configuration(String brokers, String create) {
        String yaml = """
                kafka: { bootstrap.servers: "%s", application.id: app-test, state.dir: "%s" }
                schema-registry: { url: "mock://app-test" }
                input: { topics: [in] }
                output: { topic: out }
                dead-letters: { topic: dead }
                models: [{ bundle: unused }]
                topics: { create: %s, partitions: 1 }
                start: { timeout: %s }
                """.formatted(brokers, state, create, patience);
        return ConfigurationReader.read("test", yaml, Map.of());
    }

    private static void produce(EmbeddedBroker broker, DragomanConfiguration configuration) {
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers());
        try (var serde = EventSerdes.sources(configuration.registry());
                var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            List<java.util.concurrent.Future<?>> sent = new ArrayList<>();
            for (int i = 0; i < RECORDS; i++) {
                SourceText source = SourceText.newBuilder().setText("text " + i).build();
                var bytes = serde.serializer().serialize("in", source);
                sent.add(producer.send(new ProducerRecord<>("in", bytes)));
                if (i == RECORDS / 2) {
                    sent.add(producer.send(new ProducerRecord<>("in", new byte[] {9, 9, 9})));
                }
            }
            producer.flush();
            assertThat(sent).allMatch(java.util.concurrent.Future::isDone);
        }
    }

    private static GeneratedText decode(ConsumerRecord<byte[], byte[]> record, DragomanConfiguration configuration) {
        try (var serde = EventSerdes.generations(configuration.registry())) {
            return serde.deserializer().deserialize("out", record.headers(), record.value());
        }
    }

    private static List<ConsumerRecord<byte[], byte[]>> consume(EmbeddedBroker broker, String topic, int count) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", broker.bootstrapServers(),
                "isolation.level", "read_committed",
                "auto.offset.reset", "earliest");
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
                return records.size() >= count;
            });
        }
        return records;
    }
}
