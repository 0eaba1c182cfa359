package io.dragoman.stream.proof;

import io.dragoman.stream.app.DragomanApp;
import io.dragoman.stream.app.LoadedModels;
import io.dragoman.stream.config.ConfigurationReader;
import io.dragoman.stream.config.DragomanConfiguration;
import io.dragoman.stream.embedded.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Applications that differ in their number of stream threads, each on topics of its own, over one broker and one loaded model. */
final class SaturatedTopology implements AutoCloseable {
    private static final int PARTITIONS = 4;

    private final ProofApplication encoder;
    private final EmbeddedBroker broker = EmbeddedBroker.start();
    private final LoadedModels models;
    private final Map<Integer, DragomanApp> applications = new HashMap<>();
    private final Map<Integer, KafkaConsumer<byte[], byte[]>> readers = new HashMap<>();

    SaturatedTopology(Path directory, Path bundle, List<Integer> threads, int batch, int window) {
        this.encoder = new ProofApplication(directory, bundle);
        this.models = LoadedModels.load(
                List.of(bundle),
                configuration(directory, bundle, 1, batch, window).engine());
        for (int count : threads) {
            broker.createTopics(
                    Map.of(input(count), PARTITIONS, output(count), PARTITIONS, deadLetters(count), PARTITIONS),
                    Duration.ofSeconds(60));
            DragomanApp application = new DragomanApp(configuration(directory, bundle, count, batch, window), models);
            applications.put(count, application);
            application.start();
            readers.put(count, reader(count));
        }
    }

    /**
     * Records a second from before the first is sent until a committed reader has seen the last: what filling and draining the pipeline
     * costs is counted. (Between two outputs in the middle more would be seen than was inferred meanwhile: look-ahead had done it before.)
     */
    double rate(int threads, List<String> sentences) {
        KafkaConsumer<byte[], byte[]> reader = readers.get(threads);
        if (reader == null) {
            throw new IllegalArgumentException("no application with " + threads + " threads");
        }
        List<byte[]> values =
                sentences.stream().map(text -> encoder.source(text, null, null)).toList();
        long start = System.nanoTime();
        send(threads, values);
        int seen = 0;
        long progress = start;
        while (seen < values.size()) {
            int polled = reader.poll(Duration.ofMillis(20)).count();
            seen += polled;
            long now = System.nanoTime();
            if (polled > 0) {
                progress = now;
            } else if (now - progress > TimeUnit.SECONDS.toNanos(60)) {
                throw new AssertionError("found " + seen + " of " + values.size() + " results");
            }
        }
        return seen * 1e9 / (progress - start);
    }

    @Override
    public void close() {
        readers.values().forEach(KafkaConsumer::close);
        applications.values().forEach(DragomanApp::close);
        models.close();
        broker.close();
        encoder.close();
    }

    private static String input(int threads) {
        return CrashHarness.INPUT + "-" + threads;
    }

    private static String output(int threads) {
        return CrashHarness.OUTPUT + "-" + threads;
    }

    private static String deadLetters(int threads) {
        return CrashHarness.DEAD_LETTERS + "-" + threads;
    }

    private DragomanConfiguration configuration(Path directory, Path bundle, int threads, int batch, int window) {
        String yaml = """
                kafka:
                  bootstrap.servers: "%s"
                  application.id: efficiency-%d
                  state.dir: "%s"
                  auto.offset.reset: earliest
                  num.stream.threads: %d
                schema-registry: { url: "%s" }
                input: { topics: [%s] }
                output: { topic: %s }
                dead-letters: { topic: %s }
                engine: { max-batch-size: %d, window: %d }
                models: [{ bundle: "%s" }]
                """.formatted(
                        broker.bootstrapServers(),
                        threads,
                        directory.resolve("state-" + threads),
                        threads,
                        encoder.registry().url(),
                        input(threads),
                        output(threads),
                        deadLetters(threads),
                        batch,
                        window,
                        bundle);
        return ConfigurationReader.read("the benchmark", yaml, Map.of());
    }

    private KafkaConsumer<byte[], byte[]> reader(int threads) {
        List<TopicPartition> partitions = IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> new TopicPartition(output(threads), partition))
                .toList();
        KafkaConsumer<byte[], byte[]> reader = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        reader.assign(partitions);
        reader.seekToBeginning(partitions);
        return reader;
    }

    private void send(int threads, List<byte[]> values) {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", 20),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int n = 0; n < values.size(); n++) {
                var unused = producer.send(new ProducerRecord<>(input(threads), n % PARTITIONS, null, values.get(n)));
            }
            producer.flush();
        }
    }
}
