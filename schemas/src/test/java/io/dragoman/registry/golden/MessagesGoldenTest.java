package io.dragoman.registry.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dragoman.registry.AvroDeserializer;
import io.dragoman.registry.AvroSerializer;
import io.dragoman.registry.InMemoryRegistry;
import io.dragoman.registry.SchemaText;
import io.dragoman.registry.UndecodableRecordException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Whole messages of another client: read with the requests that client makes, written again byte for byte, and the
 * damaged ones refused.
 */
class MessagesGoldenTest {
    private static final HexFormat HEX = HexFormat.of();

    @TestFactory
    Stream<DynamicTest> goodMessagesAreReadWithTheSameRequests() {
        return WireGoldens.tests("cases.jsonl", MessagesGoldenTest::read);
    }

    @TestFactory
    Stream<DynamicTest> goodMessagesAreWrittenTheSame() {
        return WireGoldens.tests("cases.jsonl", MessagesGoldenTest::write);
    }

    @TestFactory
    Stream<DynamicTest> damagedMessagesAreRefusedAsUndecodable() {
        return WireGoldens.tests("bad.jsonl", MessagesGoldenTest::bad);
    }

    private static void read(JsonNode row) throws Exception {
        byte[] message = HEX.parseHex(row.get("hex").asText());
        RecordHeaders headers = new RecordHeaders();
        row.path("headers")
                .forEach(h ->
                        headers.add(h.get(0).asText(), HEX.parseHex(h.get(1).asText())));
        List<JsonNode> exchanges = new ArrayList<>();
        row.get("exchanges").get("deserialize_first_in_a_new_client").forEach(exchanges::add);
        try (ReplayingRegistry registry = new ReplayingRegistry(exchanges);
                AvroDeserializer<Object> deserializer = new AvroDeserializer<>()) {
            deserializer.configure(Map.of("schema.registry.url", registry.url()), isKey(row));
            String topic = row.get("topic").asText();
            if (exchanges.isEmpty()) { // that client asks nothing of a message this short: it cannot read it
                assertThat(message).hasSize(5);
                exchanges.addAll(byId(row));
            }
            Object value = Objects.requireNonNull(deserializer.deserialize(topic, headers, message));
            assertThat(deserializer.deserialize(topic, headers, message)).isEqualTo(value);
            assertThat(registry.asked())
                    .isEqualTo(
                            exchanges.stream().map(ReplayingRegistry::meaning).toList());
            Schema schema = new Registered(row).schema();
            if (schema.getType() == Schema.Type.BYTES) {
                assertThat((byte[]) value).isEqualTo(Arrays.copyOfRange(message, 5, message.length));
            } else {
                assertThat(WireGoldens.json(schema, value)).isEqualTo(javaJson(row));
            }
        }
    }

    private static List<JsonNode> byId(JsonNode row) {
        ObjectNode exchange = WireGoldens.JSON.createObjectNode();
        exchange.put("method", "GET")
                .put("path", "/schemas/ids/" + row.get("schema_id").asInt());
        exchange.put("query", "").put("status", 200).putNull("request").putObject("request_headers");
        exchange.putObject("response").set("schema", row.get("schema_text"));
        return List.of(exchange);
    }

    private static void write(JsonNode row) throws Exception {
        Registered registered = new Registered(row);
        byte[] message = HEX.parseHex(row.get("hex").asText());
        byte[] body =
                row.get("id_mode").asText().equals("header") ? message : Arrays.copyOfRange(message, 5, message.length);
        AvroSerializer<Object> serializer = new AvroSerializer<>(registered.registry());
        serializer.configure(configuration(row), isKey(row));
        Object value = registered.schema().getType() == Schema.Type.BYTES
                ? body
                : new GenericDatumReader<>(registered.schema())
                        .read(
                                null,
                                DecoderFactory.get()
                                        .jsonDecoder(
                                                registered.schema(),
                                                row.get("avro_json").asText()));
        byte[] written = serializer.serialize(row.get("topic").asText(), registered.schema(), value);
        assertThat(Arrays.copyOf(written, 5))
                .isEqualTo(ByteBuffer.allocate(5).putInt(1, registered.id()).array());
        if (row.get("name").asText().equals("map-many")) { // the order of a map is free
            assertThat(written).hasSize(message.length);
        } else {
            assertThat(Arrays.copyOfRange(written, 5, written.length)).isEqualTo(body);
        }
    }

    private static Map<String, Object> configuration(JsonNode row) {
        String strategy = switch (row.get("strategy").asText()) {
            case "TOPIC" -> "TopicNameStrategy";
            case "RECORD" -> "RecordNameStrategy";
            default -> "TopicRecordNameStrategy";
        };
        Map<String, Object> configuration = new HashMap<>();
        configuration.put((isKey(row) ? "key" : "value") + ".subject.name.strategy", strategy);
        configuration.put("auto.register.schemas", false);
        configuration.put("use.schema.id", new Registered(row).id());
        return configuration;
    }

    private static boolean isKey(JsonNode row) {
        return row.get("field").asText().equals("key");
    }

    private static JsonNode javaJson(JsonNode row) {
        return WireGoldens.tree(row.get("java_avro").get("avro_json").asText());
    }

    /** A registry that holds a case's schema, after those it refers to, under the case's id. */
    private record Registered(InMemoryRegistry registry, int id, Schema schema) {
        Registered(JsonNode row) {
            this(new InMemoryRegistry(firstId(row)), row);
        }

        private static int firstId(JsonNode row) {
            return row.hasNonNull("schema_id")
                    ? row.get("schema_id").asInt() - row.get("references").size()
                    : 1;
        }

        private Registered(InMemoryRegistry registry, JsonNode row) {
            this(registry, registered(registry, row));
        }

        private Registered(InMemoryRegistry registry, int id) {
            this(registry, id, registry.schemaById(id));
        }

        private static int registered(InMemoryRegistry registry, JsonNode row) {
            List<JsonNode> direct = new ArrayList<>();
            for (JsonNode reference : row.get("references")) {
                SchemaText text = new SchemaText(
                        reference.get("schema").asText(), WireGoldens.triples(reference.get("references")));
                assertThat(registry.register(reference.get("subject").asText(), text, false))
                        .isPositive();
                if (reference.get("direct").asBoolean()) {
                    direct.add(reference);
                }
            }
            int id = registry.register(
                    "the-case", new SchemaText(row.get("schema_text").asText(), WireGoldens.references(direct)), false);
            if (row.hasNonNull("schema_id")) {
                assertThat(id).isEqualTo(row.get("schema_id").asInt());
            }
            return id;
        }
    }

    private static void bad(JsonNode row) throws Exception {
        Schema schema = WireGoldens.schema(
                WireGoldens.tree(WireGoldens.text("bad-schema.json")).get("schema"));
        InMemoryRegistry registry = new InMemoryRegistry();
        assertThat(registry.register("t-value", schema, false)).isEqualTo(1);
        AvroDeserializer<Object> deserializer = new AvroDeserializer<>(registry, null);
        if (row.get("hex").isNull()) {
            assertThat(deserializer.deserialize("t", null)).isNull();
            return;
        }
        byte[] message = HEX.parseHex(row.get("hex").asText());
        if (row.path("java_avro").path("outcome").asText().equals("ok")) {
            assertThat(WireGoldens.json(schema, deserializer.deserialize("t", message)))
                    .isEqualTo(javaJson(row));
            return;
        }
        Throwable thrown =
                catchThrowableOfType(UndecodableRecordException.class, () -> deserializer.deserialize("t", message));
        assertThat(thrown).isNotNull();
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            // It would read as an outage, and the record would be read again for ever.
            assertThat(cause).isNotInstanceOf(IOException.class);
        }
    }
}
