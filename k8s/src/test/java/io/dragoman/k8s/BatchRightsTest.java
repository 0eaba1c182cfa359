package io.dragoman.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
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
    private static final byte[] UNREADABLE = {9};
    private static final byte[] OF_AN_UNKNOWN_SCHEMA = {0, 0, 0, 0, 7, 2, 'a'};

    @TempDir
    private Path folder = Path.of("");

    @Test
    void theJobEndsWithItsRightsAndNotWithoutThoseOfItsGroup() throws Exception {
        Manifests manifests = manifests();
        List<AclBinding> rules = UserRules.of(manifests);
        List<AclBinding> withoutGroup = rules.stream()
                .filter(rule -> rule.pattern().resourceType() != ResourceType.GROUP)
                .toList();
        try (GuardedBroker broker = GuardedBroker.start(folder, TOPICS)) {
            send(broker, UNREADABLE);

            broker.setRules(withoutGroup);
            assertThat(exitCode(broker, manifests)).isEqualTo(1);
            assertThat(letters(broker)).isZero();

            broker.setRules(rules);
            assertThat(exitCode(broker, manifests)).isZero();
            assertThat(letters(broker)).isGreaterThanOrEqualTo(RECORDS);
        }
    }

    @Test
    void aJobThatIsStoppedBeforeTheEndIsNotDoneAndSaysWhatIsLeft() throws Exception {
        Manifests manifests = manifests();
        HttpServer registry = registryThatKnowsNoSchemaYet();
        try (GuardedBroker broker = GuardedBroker.start(folder, TOPICS)) {
            send(broker, OF_AN_UNKNOWN_SCHEMA);
            broker.setRules(UserRules.of(manifests));
            Path log = Files.createTempFile(folder, "stopped", ".log");
            String url = "http://127.0.0.1:" + registry.getAddress().getPort();
            try (Child job = job(log, variables(broker, manifests, url))) {
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> !job.process().isAlive()
                                || Files.readString(log).contains("records to go"));
                job.process().destroy(); // SIGTERM
                assertThat(exitCode(job, log)).as(Files.readString(log)).isEqualTo(1);
            }
            assertThat(Files.readString(log))
                    .contains("Stopped before the present end, the next start goes on;"
                            + " 20 records to go, at most: sentences-0 20 (nothing committed, end 20)");
            assertThat(letters(broker)).isZero();
        } finally {
            registry.stop(0);
        }
    }

    private static Manifests manifests() {
        return new Combination("cpu", List.of("strimzi", "batch")).render(Kustomize.orSkip());
    }

    private int exitCode(GuardedBroker broker, Manifests manifests) throws Exception {
        Path log = Files.createTempFile(folder, "batch", ".log");
        try (Child job = job(log, variables(broker, manifests, "mock://batch"))) {
            return exitCode(job, log);
        }
    }

    private static int exitCode(Child job, Path log) throws Exception {
        assertThat(job.process().waitFor(100, TimeUnit.SECONDS))
                .as(Files.readString(log))
                .isTrue();
        return job.process().exitValue();
    }

    private static Child job(Path log, Map<String, String> variables) {
        String classPath = Objects.requireNonNullElse(
                System.getProperty("surefire.test.class.path"), System.getProperty("java.class.path"));
        String configuration =
                Kustomize.module().resolve("base/application.yaml").toString();
        return Child.java(
                log,
                variables,
                "-cp",
                classPath,
                "-Dlogback.configurationFile=logback.xml", // the shipped logging, not the tests'
                "io.dragoman.stream.app.Dragoman",
                "batch",
                "--config",
                configuration);
    }

    private Map<String, String> variables(GuardedBroker broker, Manifests manifests, String registry)
            throws IOException {
        Map<String, String> variables = broker.variables(folder, registry);
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
        variables.put("DRAGOMAN_START_TIMEOUT", "20s");
        variables.put("DRAGOMAN_MANAGEMENT_PORT", "0");
        return variables;
    }

    /** Takes the output's schema; whoever asks for one gets 503, so that its records wait. */
    private static HttpServer registryThatKnowsNoSchemaYet() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> answer(exchange, 503, "{\"error_code\":50301,\"message\":\"not now\"}"));
        server.createContext("/subjects/", exchange -> answer(exchange, 200, "{\"id\":1}"));
        server.start();
        return server;
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static void send(GuardedBroker broker, byte[] value) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.open()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < RECORDS; i++) {
                producer.send(new ProducerRecord<>("sentences", value)).get();
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
