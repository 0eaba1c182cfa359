package io.dragoman.stream.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.dragoman.engine.EngineOptions;
import io.dragoman.engine.Seq2SeqEngine;
import io.dragoman.registry.InMemoryRegistry;
import io.dragoman.registry.SchemaText;
import io.dragoman.stream.config.ConfigurationReader;
import io.dragoman.stream.config.DragomanConfiguration;
import io.dragoman.stream.doctor.Finding.Verdict;
import io.dragoman.stream.embedded.EmbeddedBroker;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {
    private static final String BUNDLE = Path.of(System.getProperty("dragoman.root", "../.."))
            .resolve("processor/engine/src/test/resources/bundles/tiny-reversal")
            .toString();

    @TempDir
    private Path state = Path.of("");

    private String patience = "30s";
    private String registry = "mock://doctor";
    private Map<String, String> environment = Map.of();

    @AfterEach
    void forgetTheRegistry() {
        InMemoryRegistry.forget("doctor");
    }

    @Test
    void whatIsWellIsSaidToBeAndNothingIsCreated() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            broker.createTopics(Map.of("in", 2), Duration.ofSeconds(30));

            List<Finding> findings = examine(broker.bootstrapServers(), BUNDLE, "true", 0);

            assertThat(findings).extracting(Finding::verdict).containsOnly(Verdict.OK, Verdict.SKIPPED);
            assertThat(found(findings, "topic in")).isEqualTo("2 partitions, 1 replicas");
            assertThat(found(findings, "topic out")).contains("the first start creates it");
            assertThat(found(findings, "transactions")).isEqualTo("may be made");
            assertThat(found(findings, "model " + BUNDLE)).contains("loaded and warm on cpu");
            assertThat(found(findings, "memory")).contains("MiB");
            assertThat(InMemoryRegistry.named("doctor").subjects()).isEmpty();
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                assertThat(admin.listTopics().names().get()).containsExactly("in");
            }
        }
    }

    @Test
    void everyThingThatIsMissingIsFoundInOneGo() throws Exception {
        InMemoryRegistry.named("doctor")
                .register("out-value", new SchemaText("{\"type\":\"string\"}", List.of()), false);
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                NewTopic compacted = new NewTopic("dead", 1, (short) 1).configs(Map.of("cleanup.policy", "compact"));
                admin.createTopics(List.of(compacted)).all().get();
            }

            List<Finding> findings = examine(broker.bootstrapServers(), "nowhere", "false", taken.getLocalPort());

            assertThat(verdicts(findings))
                    .containsEntry("topic in", Verdict.FAILED)
                    .containsEntry("topic out", Verdict.FAILED)
                    .containsEntry("topic dead", Verdict.OK)
                    .containsEntry("settings of dead", Verdict.WARNING)
                    .containsEntry("subject out-value", Verdict.FAILED)
                    .containsEntry("model nowhere", Verdict.FAILED)
                    .containsEntry("management port 127.0.0.1:" + taken.getLocalPort(), Verdict.FAILED);
            assertThat(findings)
                    .filteredOn(finding -> finding.verdict() == Verdict.FAILED)
                    .allSatisfy(finding -> assertThat(finding.advice()).isNotEmpty());
        }
    }

    @Test
    void anAbsentBrokerIsOneFindingAndTheRestIsExamined() {
        patience = "3s";
        List<Finding> findings = examine("127.0.0.1:1", BUNDLE, "true", 0);
        assertThat(verdicts(findings))
                .containsEntry("broker 127.0.0.1:1", Verdict.FAILED)
                .containsEntry("registry mock://doctor", Verdict.OK)
                .containsEntry("model " + BUNDLE, Verdict.OK);
    }

    @Test
    void settingsThatMakeNoClientAreToldByTheirInnermostFault() {
        List<Finding> findings = examine("nonsense", "nowhere", "true", 0);

        assertThat(found(findings, "broker nonsense")).isEqualTo("Invalid url in bootstrap.servers: nonsense");

        environment =
                Map.of("DRAGOMAN_KAFKA_SECURITY_PROTOCOL", "SSL", "DRAGOMAN_KAFKA_SSL_TRUSTSTORE_LOCATION", "/none");
        assertThat(found(examine("127.0.0.1:1", "nowhere", "true", 0), "broker 127.0.0.1:1"))
                .isEqualTo("NoSuchFileException: /none");
    }

    @Test
    void aSecretInTheRegistrysAddressIsNotShown() {
        registry = "http://user:hush@127.0.0.1:1";
        patience = "500ms";

        List<Finding> findings = examine("127.0.0.1:1", "nowhere", "true", 0);

        assertThat(verdicts(findings)).containsEntry("registry http://******@127.0.0.1:1", Verdict.FAILED);
        assertThat(FindingsReport.text(findings)).doesNotContain("hush");
    }

    @Test
    void theReportSaysWhatToDo() {
        List<Finding> findings =
                List.of(Finding.ok("broker b:1", "answers"), Finding.failed("topic in", "is not there", "create it"));
        assertThat(FindingsReport.text(findings))
                .containsSubsequence("OK", "broker b:1", "answers", "FAILED", "topic in", "is not there", "→ create it")
                .contains("2 examined, 1 failed, 0 warnings");
        assertThat(FindingsReport.json(findings)).contains("\"verdict\" : \"failed\"", "\"advice\" : \"create it\"");
    }

    private List<Finding> examine(String brokers, String bundle, String create, int port) {
        String yaml = """
                kafka: { bootstrap.servers: "%s", application.id: doctor-test, state.dir: "%s" }
                schema-registry: { url: "%s" }
                input: { topics: [in] }
                output: { topic: out }
                dead-letters: { topic: dead }
                models: [{ bundle: "%s" }]
                topics: { create: %s, partitions: 1 }
                start: { timeout: %s }
                management: { host: 127.0.0.1, port: %d }
                """.formatted(brokers, state, registry, bundle, create, patience, port);
        DragomanConfiguration configuration = ConfigurationReader.read("test", yaml, environment);
        return new Doctor(configuration, path -> Seq2SeqEngine.load(path, EngineOptions.defaults())).examine();
    }

    private static Map<String, Verdict> verdicts(List<Finding> findings) {
        return findings.stream().collect(Collectors.toMap(Finding::subject, Finding::verdict));
    }

    private static String found(List<Finding> findings, String subject) {
        return findings.stream()
                .filter(finding -> finding.subject().equals(subject))
                .map(Finding::found)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no finding on " + subject + " in " + findings));
    }
}
