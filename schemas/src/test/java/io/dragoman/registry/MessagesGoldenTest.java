package io.dragoman.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.dragoman.registry.golden.WireGoldens;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.io.JsonEncoder;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Whole messages of another client: read, written again byte for byte, and the damaged ones refused. */
class MessagesGoldenTest {
    private static final HexFormat HEX = HexFormat.of();

    @TestFactory
    Stream<DynamicTest> goodMessagesAreReadAndWrittenTheSame() {
        return WireGoldens.lines("cases.jsonl").stream()
                .map(row -> DynamicTest.dynamicTest(row.get("name").asText(), () -> good(row)));
    }

    @TestFactory
    Stream<DynamicTest> damagedMessagesAreRefusedAsUndecodable() {
        return WireGoldens.lines("bad.jsonl").stream()
                .map(row -> DynamicTest.dynamicTest(row.get("name").asText(), () -> bad(row)));
    }

    private static void good(JsonNode row) throws Exception {
        byte[] message = HEX.parseHex(row.get("hex").asText());
        boolean isKey = row.get("field").asText().equals("key");
        String topic = row.get("topic").asText();
        Map<String, Object> configuration = Map.of(
                "schema.registry.url",
                "mock://unused",
                (isKey ? "key" : "value") + ".subject.name.strategy",
                strategy(row.get("strategy").asText()));
        if (row.get("id_mode").asText().equals("header")) {
            refusesHeaders(row, topic, isKey, configuration, message);
            return;
        }
        boolean alone = row.get("references").isEmpty();
        Recorded registry = new Recorded(row.get("schema_id").asInt(), parse(row));
        AvroDeserializer<Object> deserializer = new AvroDeserializer<>(registry, null);
        deserializer.configure(configuration, isKey);
        Object value = java.util.Objects.requireNonNull(deserializer.deserialize(topic, message));
        if (registry.schema().getType() != Schema.Type.BYTES) {
            assertThat(json(registry.schema(), value))
                    .isEqualTo(WireGoldens.tree(
                            row.get("java_avro").get("avro_json").asText()));
        }
        AvroSerializer<Object> serializer = new AvroSerializer<>(registry);
        serializer.configure(configuration, isKey);
        if (alone && !row.get("name").asText().equals("map-many")) { // the order of a map is free
            assertThat(serializer.encode(topic, registry.schema(), fromJson(row, registry.schema(), value)))
                    .isEqualTo(message);
        }
    }

    private static Object fromJson(JsonNode row, Schema schema, Object raw) throws IOException {
        JsonNode json = row.get("avro_json");
        if (json.isNull() || json.asText().isEmpty()) {
            return raw;
        }
        return new GenericDatumReader<>(schema).read(null, DecoderFactory.get().jsonDecoder(schema, json.asText()));
    }

    private static void refusesHeaders(
            JsonNode row, String topic, boolean isKey, Map<String, Object> configuration, byte[] message) {
        RecordHeaders headers = new RecordHeaders();
        row.get("headers")
                .forEach(header -> headers.add(
                        header.get(0).asText(), HEX.parseHex(header.get(1).asText())));
        AvroDeserializer<Object> deserializer =
                new AvroDeserializer<>(new Recorded(1, Schema.create(Schema.Type.INT)), null);
        deserializer.configure(configuration, isKey);
        assertThat(catchThrowableOfType(
                        UndecodableRecordException.class, () -> deserializer.deserialize(topic, headers, message)))
                .hasMessageContaining(isKey ? "__key_schema_id" : "__value_schema_id");
    }

    private static void bad(JsonNode row) throws Exception {
        Schema schema = WireGoldens.schema("""
                {"type":"record","name":"Bad","namespace":"com.example.nmt","fields":[{"name":"s","type":"string"},
                {"name":"n","type":"long"},{"name":"u","type":["null","int"]},
                {"name":"e","type":{"type":"enum","name":"Be","symbols":["A","B"]}},
                {"name":"a","type":{"type":"array","items":"int"}},{"name":"z","type":"boolean"}]}""");
        AvroDeserializer<Object> deserializer = new AvroDeserializer<>(new Recorded(1, schema), null);
        if (row.get("hex").isNull()) {
            assertThat(deserializer.deserialize("t", null)).isNull();
            return;
        }
        byte[] message = HEX.parseHex(row.get("hex").asText());
        if (row.path("java_avro").path("outcome").asText().equals("ok")) {
            assertThat(json(schema, deserializer.deserialize("t", message)))
                    .isEqualTo(WireGoldens.tree(
                            row.get("java_avro").get("avro_json").asText()));
            return;
        }
        Throwable thrown =
                catchThrowableOfType(UndecodableRecordException.class, () -> deserializer.deserialize("t", message));
        assertThat(thrown).isNotNull();
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            causes.add(cause);
        }
        // An IOException below would read as an outage, and the record would be read again for ever.
        assertThat(causes).allMatch(cause -> !(cause instanceof IOException) || cause instanceof EOFException);
    }

    private static String strategy(String name) {
        return switch (name) {
            case "TOPIC" -> "TopicNameStrategy";
            case "RECORD" -> "RecordNameStrategy";
            default -> "TopicRecordNameStrategy";
        };
    }

    private static Schema parse(JsonNode row) {
        Schema.Parser parser = new Schema.Parser().setValidateDefaults(false);
        row.get("references").forEach(reference -> {
            var unused = parser.parse(reference.get("schema").asText());
        });
        return parser.parse(row.get("schema_text").asText());
    }

    private static JsonNode json(Schema schema, @Nullable Object value) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        JsonEncoder encoder = EncoderFactory.get().jsonEncoder(schema, out);
        new GenericDatumWriter<Object>(schema).write(value, encoder);
        encoder.flush();
        return WireGoldens.tree(out.toString(StandardCharsets.UTF_8));
    }

    /** A registry of one schema. */
    private record Recorded(int id, Schema schema) implements SchemaRegistryClient {
        @Override
        public int register(String subject, Schema wanted, boolean normalize) {
            return id;
        }

        @Override
        public int lookup(String subject, Schema wanted, boolean normalize) {
            return id;
        }

        @Override
        public Schema schemaById(int wanted) {
            if (wanted != id) {
                throw new RegistryException(404, RegistryException.SCHEMA_NOT_FOUND, "Schema " + wanted + " not found");
            }
            return schema;
        }

        @Override
        public RegisteredSchema latest(String subject) {
            return new RegisteredSchema(subject, 1, id, SchemaText.of(schema), schema);
        }

        @Override
        public void close() {}
    }
}
