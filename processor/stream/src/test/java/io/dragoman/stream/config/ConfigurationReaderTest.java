package io.dragoman.stream.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigurationReaderTest {
    private static final String LEAST = """
            kafka:
              bootstrap.servers: localhost:9092
              application.id: dragoman
            schema-registry: { url: "http://localhost:8081" }
            input:        { topics: [sentences], format: avro }
            output:       { topic: translations }
            dead-letters: { topic: dead-letters }
            models:
              - bundle: model-export/models/tatoeba-en-fr
            management:   { host: 127.0.0.1, port: 8080 }
            """;

    @Test
    void theLeastConfigurationRunsOnDefaults() {
        DragomanConfiguration read = ConfigurationReader.read("test", LEAST, Map.of());

        assertThat(read.kafka())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("bootstrap.servers", "localhost:9092", "application.id", "dragoman"));
        assertThat(read.registry().serdeKeys()).isEqualTo(Map.of("schema.registry.url", "http://localhost:8081"));
        assertThat(read.input().topics()).containsExactly("sentences");
        assertThat(read.models()).containsExactly(Path.of("model-export/models/tatoeba-en-fr"));
        assertThat(read.engine())
                .isEqualTo(new DragomanConfiguration.Engine(
                        "auto",
                        "auto",
                        0,
                        "as-requested",
                        1,
                        1,
                        64,
                        256,
                        4096,
                        Duration.ofSeconds(10),
                        Duration.ofSeconds(30),
                        "reject"));
        assertThat(read.topics()).isEqualTo(new DragomanConfiguration.Topics(true, 4, (short) -1));
        assertThat(read.deadLetters()).isEqualTo(new DragomanConfiguration.DeadLetters("dead-letters", 2 << 20));
    }

    @Test
    void gpuMemoryIsBoundedAndOneThreadRunsAGpu() {
        assertThat(ConfigurationReader.read(
                                "test",
                                LEAST
                                        + "engine: { device: cuda, gpu-memory-limit: 2048, gpu-memory-growth: doubling }\n",
                                Map.of())
                        .engine())
                .extracting(DragomanConfiguration.Engine::gpuMemoryLimit, DragomanConfiguration.Engine::gpuMemoryGrowth)
                .containsExactly(2048, "doubling");
        assertThatThrownBy(() ->
                        ConfigurationReader.read("test", LEAST + "engine: { device: cuda, workers: 4 }\n", Map.of()))
                .hasMessageContaining("'engine.workers': found 4 with engine.device cuda, expected 1");
    }

    @Test
    void everyProblemComesInOneMessageWithFoundAndExpected() {
        String yaml = """
                kafka: { bootstrap.servers: "localhost:1", processing.guarantee: exactly_once }
                schema-registry: { url: "mock://a" }
                input: { topics: [sentences], formatt: avro }
                output: { topic: sentences }
                dead-letters: { topic: dead }
                engine: { max-batch-size: 0, wait: soon }
                models: []
                """;

        assertThatThrownBy(() -> ConfigurationReader.read("my.yaml", yaml, Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll(
                        "my.yaml: ",
                        "unknown key 'input.formatt'; did you mean 'input.format'?",
                        "'kafka.application.id' is missing",
                        "found 'exactly_once', expected exactly_once_v2 or at_least_once",
                        "topic 'sentences' is used twice",
                        "'engine.max-batch-size': found '0', expected a whole number of records from 1 to 4096",
                        "'engine.wait': found 'soon', expected a duration",
                        "'models': found an empty list");
    }

    @Test
    void theEnvironmentWinsOverTheFile() {
        DragomanConfiguration read = ConfigurationReader.read(
                "test",
                LEAST,
                Map.of(
                        "DRAGOMAN_ENGINE_MAX_BATCH_SIZE", "32",
                        "DRAGOMAN_INPUT_TOPICS", "a, b",
                        "DRAGOMAN_KAFKA_BOOTSTRAP_SERVERS", "broker:9092",
                        "DRAGOMAN_SCHEMA_REGISTRY_URL", "mock://x",
                        "DRAGOMAN_SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO", "u:p",
                        "DRAGOMAN_MODELS", "/m/one,/m/two"));

        assertThat(read.engine().maxBatchSize()).isEqualTo(32);
        assertThat(read.input().topics()).containsExactly("a", "b");
        assertThat(read.kafka()).containsEntry("bootstrap.servers", "broker:9092");
        assertThat(read.registry())
                .isEqualTo(new DragomanConfiguration.Registry("mock://x", Map.of("basic.auth.user.info", "u:p")));
        assertThat(read.models()).containsExactly(Path.of("/m/one"), Path.of("/m/two"));
    }

    @Test
    void aVariableThatNamesNoKeyIsAnErrorThatNamesTheNearest() {
        Map<String, String> environment = Map.of(
                "DRAGOMAN_ENGINE_MAX_BATCHSIZE", "32",
                "DRAGOMAN_NOTHING_LIKE_IT", "1",
                "DRAGOMAN_SERVICE_HOST", "10.0.0.1",
                "DRAGOMAN_PORT_8080_TCP_ADDR", "10.0.0.1",
                "DRAGOMANLY", "1");

        assertThatThrownBy(() -> ConfigurationReader.read("test", LEAST, environment))
                .hasMessageContainingAll(
                        "unknown environment variable DRAGOMAN_ENGINE_MAX_BATCHSIZE; did you mean 'DRAGOMAN_ENGINE_MAX_BATCH_SIZE'?",
                        "unknown environment variable DRAGOMAN_NOTHING_LIKE_IT; 'config --explain' lists the keys there are")
                .hasMessageNotContainingAny("SERVICE_HOST", "8080", "DRAGOMANLY");
    }

    @Test
    void timesThatContradictEachOtherAreRefusedTogether() {
        Map<String, String> environment = Map.of(
                "DRAGOMAN_ENGINE_WAIT", "15s",
                "DRAGOMAN_KAFKA_PRODUCER_TRANSACTION_TIMEOUT_MS", "10000",
                "DRAGOMAN_KAFKA_MAX_POLL_INTERVAL_MS", "20000");

        assertThatThrownBy(() -> ConfigurationReader.read("test", LEAST, environment))
                .hasMessageContainingAll(
                        "expected at least twice engine.batch-deadline (10000ms)",
                        "'kafka.max.poll.interval.ms': found 20000",
                        "'kafka.producer.transaction.timeout.ms': found 10000");
    }

    @Test
    void secretsAreMasked() {
        DragomanConfiguration read = ConfigurationReader.read(
                "test",
                LEAST,
                Map.of(
                        "DRAGOMAN_KAFKA_SASL_JAAS_CONFIG", "hush-1",
                        "DRAGOMAN_SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO", "hush-2",
                        "DRAGOMAN_SCHEMA_REGISTRY_URL", "http://hush-3@host:1"));

        assertThat(ConfigurationPrinter.effective(read))
                .doesNotContain("hush")
                .contains("kafka.sasl.jaas.config = ******");
    }

    @Test
    void aValueMayBeKeptInAFile(@TempDir Path folder) throws IOException {
        Path password = Files.writeString(folder.resolve("user-info"), "user:hush\n");
        String yaml = LEAST.replace("localhost:9092", "${file:" + password + "}");

        DragomanConfiguration read = ConfigurationReader.read(
                "test",
                yaml,
                Map.of(
                        "DRAGOMAN_SCHEMA_REGISTRY_BASIC_AUTH_USER_INFO",
                        "${file:" + password + "}",
                        "DRAGOMAN_KAFKA_SASL_JAAS_CONFIG",
                        "${file:/not/ours:key}"));

        assertThat(read.kafka())
                .containsEntry("bootstrap.servers", "user:hush")
                .containsEntry("sasl.jaas.config", "${file:/not/ours:key}");
        assertThat(read.registry().clientKeys()).containsEntry("basic.auth.user.info", "user:hush");
    }

    @Test
    void aMissingFileIsOneOfTheProblems() {
        assertThatThrownBy(() -> ConfigurationReader.read(
                        "test",
                        LEAST.replace("sentences", "translations"),
                        Map.of("DRAGOMAN_KAFKA_SSL_KEYSTORE_KEY", "${file:/no/such/user.key}")))
                .hasMessageContainingAll(
                        "'DRAGOMAN_KAFKA_SSL_KEYSTORE_KEY': found no readable text file /no/such/user.key (NoSuchFileException)",
                        "topic 'translations' is used twice");
    }

    @Test
    void explainNamesEveryKeyWithItsVariable() {
        for (ConfigKey key : ConfigKeys.ALL) {
            assertThat(ConfigurationPrinter.explain()).contains(key.path(), key.meaning(), key.environmentVariable());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://hush@host:1",
                "http://hush:hu@sh/hu:sh@host:1",
                "http://hush:hush@host:1,http://hush:hush@host:1"
            })
    void aUrlIsShownWithoutItsSecrets(String url) {
        assertThat(new DragomanConfiguration.Registry(url, Map.of()).shownUrl())
                .startsWith("http://******@host:1")
                .endsWith("host:1")
                .doesNotContain("hu", "sh");
    }

    @Test
    void aMessageOfALibrarysQuotesNoSecret() {
        Map<String, String> settings = Map.of(
                "sasl.jaas.config",
                "Login username=me password=\"hush-1\";",
                "ssl.key.password",
                "hush 2",
                "a",
                "PLAIN");

        assertThat(ConfigurationPrinter.withoutSecrets(
                        "Login: found flag 'password=\"hush-1\"', key hush 2 of http://hush-3@host with PLAIN",
                        settings))
                .isEqualTo("******: found flag '******=\"******\"', key ****** of http://******@host with PLAIN");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "a b", "ä", "../a"})
    void anApplicationIdThatNamesNoGroupAndFileIsRefused(String id) {
        assertThatThrownBy(() -> ConfigurationReader.read("test", LEAST, Map.of("DRAGOMAN_KAFKA_APPLICATION_ID", id)))
                .hasMessageContaining("'kafka.application.id': found '" + id + "', expected ASCII letters");
    }

    @Test
    void whatIsInEffectNamesEveryKey() {
        String effective = ConfigurationPrinter.effective(ConfigurationReader.read("test", LEAST, Map.of()));

        assertThat(ConfigKeys.ALL)
                .filteredOn(key -> key.kind() != ConfigKey.Kind.PASS_THROUGH)
                .allSatisfy(key -> assertThat(effective).containsPattern("(?m)^" + key.path() + " = "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"5", "-1s", "PT-1S", "1e9h", "999999999h", "PT2562047788015215H", "99999999999999999999s", ""})
    void aTimeThatIsNoneOrOutOfBoundsIsRefused(String text) {
        assertThatThrownBy(() -> ConfigurationReader.read("test", LEAST, Map.of("DRAGOMAN_STOP_TIMEOUT", text)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("'stop.timeout': found '" + text
                        + "', expected a duration (500ms, 30s, 2m) from 500ms to 600000ms");
    }

    @ParameterizedTest
    @ValueSource(strings = {"num.stream.threads", "max.request.size", "producer.max.request.size"})
    void aNumberOfKafkasThatIsNoneIsRefused(String key) {
        assertThatThrownBy(() -> ConfigurationReader.read(
                        "test", LEAST.replace("kafka:", "kafka:\n  " + key + ": 1MB"), Map.of()))
                .hasMessageContaining("'kafka." + key + "': found '1MB', expected a whole number");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "  sasl.jaas.config: org.example.Login: required password=hush",
                "  ssl.key.password: \"hush",
                "  ssl.key.password: \"hush\\q\"",
                "  ssl.key.password: @hush",
                "  ssl.key.password: %hush",
                "  ssl.key.password: !hush!x y",
                "  ssl.key.password: *hush",
                "\tssl.key.password: hush",
                "  a: b\n ssl.key.password: hush",
                "  ? {hush: 1}\n  : 2"
            })
    void brokenYamlIsNotQuotedForItMayHoldASecret(String line) {
        assertThatThrownBy(() -> ConfigurationReader.read("my.yaml", "kafka:\n" + line + "\n", Map.of()))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("my.yaml: ")
                .hasMessageNotContaining("hush");
    }

    @Test
    void aSecondDocumentIsRefusedNotPassedOver() {
        assertThatThrownBy(() -> ConfigurationReader.read("my.yaml", LEAST + "---\nengine: {workers: 4}\n", Map.of()))
                .hasMessageMatching("my.yaml: line \\d+, column \\d+: found a second document, expected one");
    }

    @Test
    void brokenYamlSaysWhere() {
        assertThatThrownBy(() -> ConfigurationReader.read("my.yaml", "kafka:\n  a: b: c\n", Map.of()))
                .hasMessage("my.yaml: line 2, column 7: not valid YAML: mapping values are not allowed here");
        assertThatThrownBy(() -> ConfigurationReader.read("my.yaml", "kafka: {a: 1", Map.of()))
                .hasMessageStartingWith("my.yaml: line ");
        assertThatThrownBy(() -> ConfigurationReader.read("my.yaml", "output: {topic: a, topic: b}", Map.of()))
                .hasMessageContaining("Duplicate field 'topic'");
    }
}
