package io.dragoman.stream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dragoman.event.GeneratedText;
import io.dragoman.stream.config.ConfigurationReader;
import io.dragoman.stream.config.DragomanConfiguration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

class EventSerdesTest {
    private static final String ABSENT_REGISTRY = """
            kafka: { application.id: serdes, bootstrap.servers: "127.0.0.1:1" }
            schema-registry: { url: "http://user:hush@127.0.0.1:1" }
            input: { topics: [in] }
            output: { topic: out }
            dead-letters: { topic: dead }
            models: [ { bundle: none } ]
            start: { timeout: 500ms }
            """;

    @Test
    void anAbsentRegistryIsNamedWithoutItsSecrets() {
        DragomanConfiguration configuration = ConfigurationReader.read("test", ABSENT_REGISTRY, Map.of());
        List<String> told = new ArrayList<>();

        try (Serde<GeneratedText> generations = EventSerdes.generations(configuration.registry())) {
            assertThatThrownBy(() -> EventSerdes.check(generations, configuration, told::add))
                    .isInstanceOf(SetupException.class)
                    .hasMessageContaining("registry at http://******@127.0.0.1:1 did not take the schema of topic out")
                    .hasMessageNotContaining("hush");
        }
        assertThat(told).noneMatch(why -> why.contains("hush"));
    }
}
