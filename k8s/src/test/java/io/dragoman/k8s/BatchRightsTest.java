package io.dragoman.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Job, with the variables of its manifest and the rights of its component, in a process of its own: it serves what there is and exits. */
class BatchRightsTest {
    private static final List<String> TOPICS = List.of("sentences", "translations-batch", "dead-letters-batch");
    private static final TopicPartition LETTERS = new TopicPartition("dead-letters-batch", 0);
    private static final int RECORDS = 20;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void theJobEndsWithItsRightsAndNotWithoutThoseOfItsGroup() throws Exception {
        Manifests manifests = new Combination("cpu", List.of("strimzi", "batch")).render(Kustomize.orSkip());
        List<AclBinding> rules = UserRules.of(manifests);
        List<AclBinding> withoutGroup = rules.stream()
                .filter(rule -> rule.pattern().resourceType() != ResourceType.GROUP)
                .toList();
        try (GuardedBroker broker = GuardedBroker.start(Files.createDirectory(folder.resolve("broker")))) {
            broker.admin()
                    .createTopics(TOPICS.stream()
                            .map(topic -> new NewTopic(topic, 1, (short) 1))
                            .toList())
                    .all()
                    .get();
            sendWhatNobodyCanRead(broker);

            broker.setRules(withoutGroup);
            assertThat(exitCode(broker, manifests)).isEqualTo(1);
            assertThat(letters(broker)).isZero();

            broker.setRules(rules);
            assertThat(exitCode(broker, manifests)).isZero();
            assertThat(letters(broker)).isGreaterThanOrEqualTo(RECORDS);
        }
    }

    private int exitCode(GuardedBroker broker, Manifests manifests) throws Exception {
        Path bundle = Kustomize.module().resolveSibling("processor/engine/src/test/resources/bundles/tiny-reversal");
        Map<String, String> variables = new HashMap<>(broker.guarded());
        manifests
                .get("Job", "dragoman-batch")
                .at("/spec/template/spec/containers/0/env")
                .forEach(variable -> {
                    if (variable.path("name").asText().matches("DRAGOMAN_(KAFKA_APPLICATION_ID|.*_TOPIC)")) {
                        variables.put(
                                variable.path("name").asText(),
                                variable.path("value").asText());
                    }
                });
        assertThat(variables).containsKeys("DRAGOMAN_KAFKA_APPLICATION_ID", "DRAGOMAN_DEAD_LETTERS_TOPIC");
        variables.put(
                "DRAGOMAN_KAFKA_STATE_DIR",
                Files.createTempDirectory(folder, "state").toString());
        variables.put("DRAGOMAN_SCHEMA_REGISTRY_URL", "mock://batch");
        variables.put("DRAGOMAN_MODELS", bundle.toString());
        variables.put("DRAGOMAN_TOPICS_CREATE", "false");
        variables.put("DRAGOMAN_START_TIMEOUT", "20s");
        variables.put("DRAGOMAN_MANAGEMENT_PORT", "0");
        Path log = Files.createTempFile(folder, "batch", ".log");
        try (Child job = Child.java(
                log,
                variables,
                "-cp",
                Objects.requireNonNullElse(
                        System.getProperty("surefire.test.class.path"), System.getProperty("java.class.path")),
                "io.dragoman.stream.app.Dragoman",
                "batch",
                "--config",
                Kustomize.module().resolve("base/application.yaml").toString())) {
            assertThat(job.process().waitFor(100, TimeUnit.SECONDS))
                    .as(Files.readString(log))
                    .isTrue();
            return job.process().exitValue();
        }
    }

    private static void sendWhatNobodyCanRead(GuardedBroker broker) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.open()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < RECORDS; i++) {
                producer.send(new ProducerRecord<>("sentences", new byte[] {9})).get();
            }
        }
    }

    /** End of the dead letters: records, and a marker for each transaction. */
    private static long letters(GuardedBroker broker) throws Exception {
        return broker.admin()
                .listOffsets(Map.of(LETTERS, OffsetSpec.latest()))
                .partitionResult(LETTERS)
                .get()
                .offset();
    }
}
