package io.dragoman.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import io.dragoman.engine.EngineOptions;
import io.dragoman.engine.Seq2SeqEngine;
import io.dragoman.event.SourceText;
import io.dragoman.registry.AvroSerde;
import io.dragoman.stream.app.DragomanApp;
import io.dragoman.stream.app.LoadedModels;
import io.dragoman.stream.config.ConfigurationReader;
import io.dragoman.stream.config.DragomanConfiguration;
import io.dragoman.stream.doctor.Doctor;
import io.dragoman.stream.doctor.Finding;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rights in the KafkaUser are exactly those needed: with them every record is served, without any one of them it is not. */
class KafkaRightsTest {
    private static final List<String> TOPICS = List.of("sentences", "translations", "dead-letters");
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final Duration ENOUGH = Duration.ofSeconds(8);

    @TempDir
    private Path folder = Path.of("");

    @Test
    void theRightsAreEnoughAndEachIsNeeded() throws Exception {
        List<AclBinding> rules =
                UserRules.of(Combination.everythingWithoutBatch("cpu").render(Kustomize.orSkip()));
        assertThat(rules).hasSize(5);
        List<String> log = new ArrayList<>();
        try (GuardedBroker broker = GuardedBroker.start(folder, TOPICS)) {
            log.add("all rights: " + serves(broker, rules, PATIENCE) + complaints(broker));
            for (AclBinding missing : rules) {
                List<AclBinding> rest =
                        rules.stream().filter(rule -> !rule.equals(missing)).toList();
                log.add("without " + missing.entry().operation() + " "
                        + missing.pattern().name() + ": " + serves(broker, rest, ENOUGH) + complaints(broker));
            }
            log.add("all rights: " + serves(broker, rules, PATIENCE) + complaints(broker));
        }
        log.forEach(System.out::println);
        assertThat(log.getFirst()).isEqualTo("all rights: true, the doctor complains of []");
        assertThat(log.getLast()).isEqualTo("all rights: true, the doctor complains of []");
        assertThat(log.subList(1, log.size() - 1))
                .hasSize(5)
                .allSatisfy(line -> assertThat(line)
                        .contains(": false, the doctor complains of [")
                        .doesNotEndWith("[]"));
    }

    /** Whether the application, under these rules, serves one good and one bad record in time. */
    private boolean serves(GuardedBroker broker, List<AclBinding> rules, Duration time) throws Exception {
        broker.setRules(rules);
        DragomanConfiguration configuration = configuration(broker);
        try (KafkaConsumer<byte[], byte[]> reader = reader(broker);
                LoadedModels models = LoadedModels.load(configuration.models(), configuration.engine());
                DragomanApp app = new DragomanApp(configuration, models)) {
            produce(broker);
            app.start();
            long end = System.nanoTime() + time.toNanos();
            List<String> seen = new ArrayList<>();
            while (System.nanoTime() < end && !seen.containsAll(List.of("translations", "dead-letters"))) {
                reader.poll(Duration.ofMillis(200)).forEach(record -> seen.add(record.topic()));
            }
            return seen.containsAll(List.of("translations", "dead-letters"));
        } catch (RuntimeException e) {
            System.out.println("  refused: " + e.getMessage());
            return false;
        }
    }

    private String complaints(GuardedBroker broker) throws Exception {
        DragomanConfiguration configuration = configuration(broker);
        return ", the doctor complains of "
                + new Doctor(configuration, bundle -> Seq2SeqEngine.load(bundle, EngineOptions.defaults()))
                        .examine().stream()
                                .filter(finding -> finding.verdict() == Finding.Verdict.FAILED)
                                .map(Finding::subject)
                                .toList();
    }

    private DragomanConfiguration configuration(GuardedBroker broker) throws Exception {
        Map<String, String> variables = broker.variables(folder, "mock://rights");
        variables.put("DRAGOMAN_START_TIMEOUT", "30s");
        return ConfigurationReader.read(Kustomize.module().resolve("base/application.yaml"), variables);
    }

    private static void produce(GuardedBroker broker) throws Exception {
        try (var serde = AvroSerde.of(SourceText.class);
                var producer = new KafkaProducer<>(
                        Map.<String, Object>of("bootstrap.servers", broker.open()),
                        new ByteArraySerializer(),
                        new ByteArraySerializer())) {
            serde.configure(Map.of("schema.registry.url", "mock://rights"), false);
            byte[] good = serde.serializer()
                    .serialize(
                            "sentences", SourceText.newBuilder().setText("good").build());
            producer.send(new ProducerRecord<>("sentences", good)).get();
            producer.send(new ProducerRecord<>("sentences", new byte[] {9})).get();
        }
    }

    private static KafkaConsumer<byte[], byte[]> reader(GuardedBroker broker) {
        Map<String, Object> settings = Map.of("bootstrap.servers", broker.open(), "isolation.level", "read_committed");
        var reader = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        List<TopicPartition> partitions =
                List.of(new TopicPartition("translations", 0), new TopicPartition("dead-letters", 0));
        reader.assign(partitions);
        reader.seekToEnd(partitions);
        partitions.forEach(reader::position);
        return reader;
    }
}
