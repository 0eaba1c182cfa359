package io.dragoman.stream.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.dragoman.engine.EngineOptions;
import io.dragoman.engine.GenerationOptions;
import io.dragoman.engine.GenerationRequest;
import io.dragoman.engine.Seq2SeqEngine;
import io.dragoman.stream.embedded.EmbeddedBroker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
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
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records a second of the topology at saturation over sentences a second of the engine alone: same sentences, same batch
 * limit, same length window, the same model. Needs the shipped model; the tiny one would measure Kafka.
 */
@Tag("proof")
class EfficiencyBenchmark {

    private static final int SENTENCES = Integer.getInteger("proof.sentences", 12_000);
    private static final int BATCH = 64;
    private static final int WINDOW = 256;

    @Test
    void theTopologyKeepsTheEngineBusy(@TempDir Path directory) throws Exception {
        Path bundle = ProofApplication.root().resolve("model-export/models/tatoeba-en-fr");
        Assumptions.assumeTrue(Files.isDirectory(bundle), "the shipped model is absent: " + bundle);
        List<String> sentences = sentences();
        double engine = engineAlone(bundle, sentences);
        double one = topology(Files.createDirectory(directory.resolve("one")), bundle, sentences, 1);
        double two = topology(Files.createDirectory(directory.resolve("two")), bundle, sentences, 2);
        System.out.printf(
                "Efficiency: engine alone %.0f sentences/s; topology %.0f records/s with 1 thread (%.2f), %.0f with 2 (%.2f)%n",
                engine, one, one / engine, two, two / engine);
        assertThat(one / engine).as("1 thread").isGreaterThanOrEqualTo(0.90);
        assertThat(two / engine).as("2 threads").isGreaterThanOrEqualTo(0.90);
    }

    /** The demo's sentences, each with its number so that no two are the same work. */
    private static List<String> sentences() throws IOException {
        try (var resource = EfficiencyBenchmark.class.getResourceAsStream("/io/dragoman/stream/demo/sentences.txt")) {
            if (resource == null) {
                throw new AssertionError("the demo's sentences are absent");
            }
            List<String> lines = new String(resource.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return IntStream.range(0, SENTENCES)
                    .mapToObj(n -> lines.get(n * 7 % lines.size()) + " " + lines.get(n / lines.size() % lines.size()))
                    .toList();
        }
    }

    private static double engineAlone(Path bundle, List<String> sentences) {
        try (Seq2SeqEngine engine = Seq2SeqEngine.load(bundle, EngineOptions.defaults())) {
            engine.warmUp();
            List<GenerationRequest> requests = new ArrayList<>();
            for (int from = 0; from < sentences.size(); from += WINDOW) {
                sentences.subList(from, Math.min(sentences.size(), from + WINDOW)).stream()
                        .sorted(Comparator.comparingInt(String::length))
                        .map(text -> new GenerationRequest(text, GenerationOptions.DEFAULTS))
                        .forEach(requests::add);
            }
            int warm = requests.size() / 4;
            generate(engine, requests.subList(0, warm));
            long start = System.nanoTime();
            generate(engine, requests.subList(warm, requests.size()));
            return (requests.size() - warm) * 1e9 / (System.nanoTime() - start);
        }
    }

    private static void generate(Seq2SeqEngine engine, List<GenerationRequest> requests) {
        for (int from = 0; from < requests.size(); from += BATCH) {
            var outcomes = engine.generate(requests.subList(from, Math.min(requests.size(), from + BATCH)));
            assertThat(outcomes).isNotEmpty();
        }
    }

    private static double topology(Path directory, Path bundle, List<String> sentences, int threads) throws Exception {
        try (ProofApplication application = new ProofApplication(directory, bundle);
                EmbeddedBroker broker = EmbeddedBroker.start()) {
            broker.createTopics(
                    Map.of(CrashHarness.INPUT, 4, CrashHarness.OUTPUT, 4, CrashHarness.DEAD_LETTERS, 4),
                    Duration.ofSeconds(60));
            var launcher = application.instance(
                    "one", broker.bootstrapServers(), Map.of("num.stream.threads", Integer.toString(threads)), "");
            send(application, broker, sentences);
            try (ChildJvm child = launcher.launch()) {
                return rate(broker, sentences.size(), child);
            }
        }
    }

    private static void send(ProofApplication application, EmbeddedBroker broker, List<String> sentences) {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int n = 0; n < sentences.size(); n++) {
                var unused = producer.send(new ProducerRecord<>(
                        CrashHarness.INPUT, n % 4, null, application.source(sentences.get(n), null, null)));
            }
            producer.flush();
        }
    }

    /** Records a second after the first quarter, which warms the application up as it did the engine. */
    private static double rate(EmbeddedBroker broker, int count, ChildJvm child) {
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "isolation.level", "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = IntStream.range(0, 4)
                    .mapToObj(partition -> new TopicPartition(CrashHarness.OUTPUT, partition))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            int seen = 0;
            int warm = 0;
            long start = 0;
            long progress = System.nanoTime();
            while (seen < count) {
                int polled = consumer.poll(Duration.ofMillis(50)).count();
                seen += polled;
                long now = System.nanoTime();
                if (polled > 0) {
                    progress = now;
                } else if (now - progress > TimeUnit.SECONDS.toNanos(60)) {
                    throw new AssertionError("found " + seen + " of " + count + " results:\n" + child.tail());
                }
                if (start == 0 && seen >= count / 4) {
                    start = now;
                    warm = seen;
                }
            }
            return (seen - warm) * 1e9 / (progress - start);
        }
    }
}
