package io.dragoman.stream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dragoman.stream.config.ConfigurationReader;
import io.dragoman.stream.embedded.EmbeddedBroker;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TopicSetupTest {
    private static final String LEAST = """
            kafka: { application.id: setup }
            schema-registry: { url: "mock://setup" }
            input: { topics: [in] }
            output: { topic: out }
            dead-letters: { topic: dead, max-value-bytes: 2000000 }
            models: [ { bundle: none } ]
            """;

    @Test
    void aDeadLetterIsNoLongerThanTopicAndProducerTake() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            assertThat(prepare(broker, Map.of())).as("a topic made here").isEqualTo(2_000_000);
            assertThat(prepare(broker, Map.of("DRAGOMAN_KAFKA_PRODUCER_MAX_REQUEST_SIZE", "500000")))
                    .as("a producer that sends less")
                    .isBetween(400_000, 480_000);

            broker.createTopics(Map.of("narrow", 1), Duration.ofSeconds(30));
            assertThat(prepare(broker, Map.of("DRAGOMAN_DEAD_LETTERS_TOPIC", "narrow")))
                    .as("a topic of Kafka's default")
                    .isBetween(1_000_000, 1_048_588);
        }
    }

    @Test
    void settingsThatMakeNoClientAreToldByTheirInnermostFaultWithoutSecrets() {
        Map<String, String> environment = Map.of(
                "DRAGOMAN_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1",
                "DRAGOMAN_KAFKA_SECURITY_PROTOCOL", "SASL_PLAINTEXT",
                "DRAGOMAN_KAFKA_SASL_MECHANISM", "PLAIN",
                "DRAGOMAN_KAFKA_SASL_JAAS_CONFIG", "org.example.Login password=hush;");

        assertThatThrownBy(() -> new TopicSetup(ConfigurationReader.read("test", LEAST, environment)).prepare())
                .isInstanceOf(SetupException.class)
                .hasMessageContaining("bootstrap.servers 127.0.0.1:1) with which no client can be made: ")
                .hasMessageContaining("control flag")
                .hasMessageNotContaining("hush");
    }

    @Test
    void aTrustStoreThatIsMissingIsTold() {
        Map<String, String> environment = Map.of(
                "DRAGOMAN_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1",
                "DRAGOMAN_KAFKA_SECURITY_PROTOCOL", "SSL",
                "DRAGOMAN_KAFKA_SSL_TRUSTSTORE_LOCATION", "/no/such/store");

        assertThatThrownBy(() -> new TopicSetup(ConfigurationReader.read("test", LEAST, environment)).prepare())
                .hasMessageEndingWith("no client can be made: NoSuchFileException: /no/such/store");
    }

    private static int prepare(EmbeddedBroker broker, Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(environment);
        all.put("DRAGOMAN_KAFKA_BOOTSTRAP_SERVERS", broker.bootstrapServers());
        return new TopicSetup(ConfigurationReader.read("test", LEAST, all)).prepare();
    }
}
