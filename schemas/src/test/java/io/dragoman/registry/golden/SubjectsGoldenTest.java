package io.dragoman.registry.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.dragoman.registry.SubjectNameStrategy;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class SubjectsGoldenTest {
    @TestFactory
    Stream<DynamicTest> everyStrategyNamesTheSameSubject() {
        return WireGoldens.lines("subjects.jsonl").stream()
                .map(row -> DynamicTest.dynamicTest(
                        row.get("schema_kind").asText() + " "
                                + row.get("strategy").asText() + " "
                                + row.get("field").asText() + " "
                                + row.get("topic").asText(),
                        () -> check(row)));
    }

    private static void check(JsonNode row) {
        SubjectNameStrategy strategy =
                SubjectNameStrategy.valueOf(row.get("strategy").asText());
        String topic = row.get("topic").asText();
        boolean isKey = row.get("field").asText().equals("key");
        Schema schema = WireGoldens.schema(row.get("schema"));
        if (row.get("subject").isNull()) {
            assertThatThrownBy(() -> strategy.subject(topic, isKey, schema)).isInstanceOf(SerializationException.class);
        } else {
            assertThat(strategy.subject(topic, isKey, schema))
                    .isEqualTo(row.get("subject").asText());
        }
    }
}
