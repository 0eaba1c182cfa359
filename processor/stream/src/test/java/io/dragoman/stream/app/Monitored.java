package io.dragoman.stream.app;

import io.dragoman.engine.schedule.BatchScheduler;
import io.dragoman.event.GeneratedText;
import io.dragoman.event.SourceText;
import io.dragoman.stream.config.ConfigurationReader;
import io.dragoman.stream.config.DragomanConfiguration;
import io.dragoman.stream.embedded.EmbeddedBroker;
import io.dragoman.stream.metrics.Scrape;
import io.dragoman.stream.route.ReversingQueue;
import io.dragoman.stream.route.Route;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serde;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/** What stands around an application that is monitored: its producer, and whoever asks its management port. */
final class Monitored implements AutoCloseable {
    private static final String REGISTRY = "mock://monitored";

    private final EmbeddedBroker broker;
    private final int port;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Serde<SourceText> sources =
            EventSerdes.sources(new DragomanConfiguration.Registry(REGISTRY, Map.of()));
    private final KafkaProducer<byte[], byte[]> producer;

    Monitored(EmbeddedBroker broker, int port) {
        this.broker = broker;
        this.port = port;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    static DragomanConfiguration configuration(Path folder, EmbeddedBroker broker, String sections) {
        return serving(folder, broker, sections, "tiny-reversal");
    }

    /** An application that serves these of the tests' bundles. */
    static DragomanConfiguration serving(Path folder, EmbeddedBroker broker, String sections, String... bundles) {
        return ConfigurationReader.read(
                "test", yaml(folder, broker.bootstrapServers(), 0, bundles) + sections, Map.of());
    }

    /** Writes a configuration file. */
    static Path write(Path folder, String brokers, int managementPort) throws IOException {
        return Files.writeString(
                folder.resolve("dragoman.yaml"), yaml(folder, brokers, managementPort, "tiny-reversal"));
    }

    /** One of the tests' bundles. */
    static Path bundle(String name) {
        return Path.of(System.getProperty("dragoman.root", "../.."))
                .resolve("processor/engine/src/test/resources/bundles")
                .resolve(name);
    }

    private static String yaml(Path folder, String brokers, int managementPort, String... bundles) {
        String models = Stream.of(bundles)
                .map(name -> "{ bundle: \"%s\" }".formatted(bundle(name)))
                .collect(Collectors.joining(", "));
        return """
                kafka: { bootstrap.servers: "%s", application.id: monitored, state.dir: "%s", auto.offset.reset: earliest }
                schema-registry: { url: "%s" }
                input: { topics: [in] }
                output: { topic: out }
                dead-letters: { topic: dead }
                models: [%s]
                topics: { create: true, partitions: 1 }
                stop: { timeout: 5s }
                management: { host: 127.0.0.1, port: %d }
                """.formatted(brokers, folder, REGISTRY, models, managementPort);
    }

    /** A route to a scheduler of any generator. */
    static Route route(BatchScheduler scheduler) {
        return ReversingQueue.route("slow", LoadedModels.queue(scheduler));
    }

    /** How a command ended. */
    record Run(int exitCode, String error) {}

    static Run run(String... arguments) {
        StringWriter error = new StringWriter();
        CommandLine commandLine = Dragoman.commandLine();
        commandLine.setErr(new PrintWriter(error));
        return new Run(commandLine.execute(arguments), error.toString());
    }

    void send(String text) {
        sendTo(null, text);
    }

    void sendTo(@Nullable String model, String text) {
        send(SourceText.newBuilder().setText(text).setModel(model).build());
    }

    void send(SourceText source) {
        sendBytes(value(source));
    }

    void flush() {
        producer.flush();
    }

    void sendBytes(byte[] value) {
        send(new ProducerRecord<>("in", value));
    }

    void send(ProducerRecord<byte[], byte[]> record) {
        var unused = producer.send(record);
    }

    byte[] value(String text) {
        return value(SourceText.newBuilder().setText(text).build());
    }

    byte[] value(SourceText source) {
        return sources.serializer().serialize("in", source);
    }

    /** Committed events of the output topic. */
    List<GeneratedText> generated() {
        try (var serde = EventSerdes.generations(new DragomanConfiguration.Registry(REGISTRY, Map.of()))) {
            return committed("out").stream()
                    .map(record -> serde.deserializer().deserialize("out", record.headers(), record.value()))
                    .toList();
        }
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(30))
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    Scrape scrape() throws IOException, InterruptedException {
        return Scrape.parse(get("/metrics").body());
    }

    /** Number of committed records of a topic of one partition. */
    int count(String topic) {
        return committed(topic).size();
    }

    /** Committed records of a topic of one partition. */
    List<ConsumerRecord<byte[], byte[]>> committed(String topic) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed");
        TopicPartition partition = new TopicPartition(topic, 0);
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        try (var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            while (consumer.position(partition) < end) {
                consumer.poll(Duration.ofMillis(200)).forEach(records::add);
            }
        }
        return records;
    }

    @Override
    public void close() {
        producer.close();
        sources.close();
        client.close();
    }
}
