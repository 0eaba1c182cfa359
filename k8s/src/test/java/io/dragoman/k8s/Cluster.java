package io.dragoman.k8s;

import io.dragoman.event.GeneratedText;
import io.dragoman.event.SourceText;
import io.dragoman.registry.AvroSerde;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;

/**
 * A Kafka broker and an Apicurio registry, each a process of its own on the loopback address.
 *
 * @param brokers address for clients
 * @param registry address of the registry's Confluent interface
 */
record Cluster(String brokers, String registry, List<Child> processes) implements AutoCloseable {
    static final int PARTITIONS = 4;

    static Cluster start(Path folder, Path apicurio) throws Exception {
        int broker = freePort();
        int http = freePort();
        Files.createDirectories(folder.resolve("broker"));
        String classPath = Objects.requireNonNullElse(
                System.getProperty("surefire.test.class.path"), System.getProperty("java.class.path"));
        List<Child> processes = List.of(
                Child.java(
                        folder.resolve("broker.log"),
                        "-cp",
                        classPath,
                        BrokerMain.class.getName(),
                        "" + broker,
                        folder.resolve("broker").toString()),
                Child.java(
                        folder.resolve("registry.log"),
                        "-Dquarkus.http.host=127.0.0.1",
                        "-Dquarkus.http.port=" + http,
                        "-Dapicurio.rules.global.compatibility=BACKWARD",
                        "-jar",
                        apicurio.resolve("quarkus-run.jar").toString()));
        Cluster cluster =
                new Cluster("127.0.0.1:" + broker, "http://127.0.0.1:" + http + "/apis/ccompat/v7", processes);
        cluster.await();
        return cluster;
    }

    private void await() {
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(registry + "/subjects")).build();
        Awaitility.await()
                .atMost(Duration.ofMinutes(5))
                .ignoreExceptions()
                .until(() -> client.send(request, HttpResponse.BodyHandlers.discarding())
                                .statusCode()
                        == 200);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
            Awaitility.await()
                    .atMost(Duration.ofMinutes(3))
                    .ignoreExceptions()
                    .until(() -> admin.createTopics(List.of(new NewTopic("sentences", PARTITIONS, (short) 1)))
                                    .all()
                                    .get()
                            == null);
        }
    }

    /** Writes numbered sentences, the number as id, evenly over the partitions. */
    void feed(int from, int count) throws Exception {
        List<String> sentences;
        try (var stream = Objects.requireNonNull(
                        Cluster.class.getResourceAsStream("/io/dragoman/stream/demo/sentences.txt"));
                var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            sentences = reader.lines().filter(line -> !line.isBlank()).toList();
        }
        try (var serde = AvroSerde.of(SourceText.class);
                var producer = new KafkaProducer<>(
                        Map.<String, Object>of("bootstrap.servers", brokers, "linger.ms", 20),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            serde.configure(Map.of("schema.registry.url", registry), false);
            for (int n = from; n < from + count; n++) {
                SourceText source = SourceText.newBuilder()
                        .setId("" + n)
                        .setText(sentences.get(n % sentences.size()))
                        .build();
                byte[] value = serde.serializer().serialize("sentences", source);
                var unused = producer.send(new ProducerRecord<>("sentences", n % PARTITIONS, null, value));
            }
            producer.flush();
        }
    }

    /** A reader of what is committed to a topic, from its beginning. */
    KafkaConsumer<byte[], byte[]> reader(String topic) {
        Map<String, Object> settings = new HashMap<>();
        settings.put("bootstrap.servers", brokers);
        settings.put("isolation.level", "read_committed");
        settings.put("auto.offset.reset", "earliest");
        var reader = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions = reader.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        reader.assign(partitions);
        reader.seekToBeginning(partitions);
        return reader;
    }

    /** Decodes an output. */
    GeneratedText decode(byte[] value) {
        try (var serde = AvroSerde.of(GeneratedText.class)) {
            serde.configure(Map.of("schema.registry.url", registry, "specific.avro.reader", "true"), false);
            return serde.deserializer().deserialize("translations", value);
        }
    }

    @Override
    public void close() {
        processes.forEach(Child::close);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            return socket.getLocalPort();
        }
    }
}
