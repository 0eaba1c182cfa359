package io.dragoman.registry.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.dragoman.registry.AvroDeserializer;
import io.dragoman.registry.InMemoryRegistry;
import io.dragoman.registry.UndecodableRecordException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Messages of one schema read as another: Avro for Java's own outcome, value or refusal. */
class EvolutionGoldenTest {
    @TestFactory
    Stream<DynamicTest> evolvedSchemasReadAsAvroForJavaReadsThem() {
        return WireGoldens.tests("evolution.jsonl", EvolutionGoldenTest::check);
    }

    private static void check(JsonNode row) throws Exception {
        Schema reader = WireGoldens.schema(row.get("reader_schema"));
        InMemoryRegistry registry = new InMemoryRegistry();
        int id = registry.register("t-value", WireGoldens.schema(row.get("writer_schema")), false);
        byte[] message = HexFormat.of().parseHex(row.get("hex").asText());
        assertThat(ByteBuffer.wrap(message).getInt(1)).isEqualTo(id);
        JsonNode expected = row.get("java_avro");
        try (AvroDeserializer<Object> deserializer = new AvroDeserializer<>(registry, reader)) {
            if (expected.get("outcome").asText().equals("ok")) {
                assertThat(WireGoldens.json(reader, deserializer.deserialize("t", message)))
                        .isEqualTo(WireGoldens.tree(expected.get("avro_json").asText()));
            } else {
                String error = expected.get("error").asText();
                assertThatThrownBy(() -> deserializer.deserialize("t", message))
                        .isInstanceOf(UndecodableRecordException.class)
                        .hasMessageContaining(error.substring(error.indexOf(": ") + 2));
            }
        }
    }
}
