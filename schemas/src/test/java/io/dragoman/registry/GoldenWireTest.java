package io.dragoman.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** What confluent-kafka for Python wrote and read, and what Avro for Java made of it, in {@code golden/wire}. */
class GoldenWireTest {
    private static final Path WIRE =
            Path.of(System.getProperty("dragoman.root", "."), "..", "shared", "golden", "wire");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HexFormat HEX = HexFormat.of();

    @TestFactory
    Stream<DynamicTest> cases() throws IOException {
        return each("cases.jsonl", "name", this::roundTrip);
    }

    @TestFactory
    Stream<DynamicTest> evolution() throws IOException {
        return each("evolution.jsonl", "name", this::evolve);
    }

    @TestFactory
    Stream<DynamicTest> bad() throws IOException {
        Schema schema =
                parse(JSON.readTree(Files.readString(read("bad-schema.json"))).path("schema"));
        return each("bad.jsonl", "name", line -> refuse(line, schema));
    }

    @TestFactory
    Stream<DynamicTest> subjects() throws IOException {
        return each("subjects.jsonl", "schema_kind", line -> {
            SubjectNameStrategy strategy =
                    SubjectNameStrategy.valueOf(line.path("strategy").asText());
            String topic = line.path("topic").asText();
            boolean isKey = line.path("field").asText().equals("key");
            Schema schema = parse(line.path("schema"));
            if (line.path("subject").isNull()) {
                assertThatThrownBy(() -> strategy.subject(topic, isKey, schema))
                        .isInstanceOf(SerializationException.class);
            } else {
                assertThat(strategy.subject(topic, isKey, schema))
                        .isEqualTo(line.path("subject").asText());
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> fingerprints() throws IOException {
        return each("fingerprints.jsonl", "sha256", line -> {
            Schema schema = parse(line.path("schema"));
            JsonNode java = line.path("java_avro");
            assertThat(SchemaNormalization.toParsingForm(schema))
                    .isEqualTo(java.path("form").asText());
            assertThat(SchemaNormalization.parsingFingerprint64(schema))
                    .isEqualTo(java.path("rabin_long").asLong());
        });
    }

    private void roundTrip(JsonNode line) {
        boolean isKey = line.path("field").asText().equals("key");
        byte[] message = HEX.parseHex(line.path("hex").asText());
        int id = line.path("schema_id").asInt();
        InMemoryRegistry registry =
                new InMemoryRegistry(id - line.path("references").size());
        for (JsonNode r : line.path("references")) {
            var unused = registry.register(
                    r.path("subject").asText(), new SchemaText(r.path("schema").asText(), references(r)));
        }
        SubjectNameStrategy strategy =
                SubjectNameStrategy.valueOf(line.path("strategy").asText());
        SchemaText text = new SchemaText(line.path("schema_text").asText(), direct(line));
        Schema schema =
                text.parse(r -> registry.version(r.subject(), r.version()).text());
        String topic = line.path("topic").asText();
        String subject = strategy.subject(topic, isKey, schema);
        RegisteredSchema registered = registry.register(subject, text);

        Deserializer<Object> reader = new AvroDeserializer<>(registry, null);
        reader.configure(Map.of(), isKey);
        if (line.path("id_mode").asText().equals("header")) {
            RecordHeaders headers = new RecordHeaders();
            line.path("headers")
                    .forEach(h -> headers.add(
                            h.path(0).asText(), HEX.parseHex(h.path(1).asText())));
            assertThatThrownBy(() -> reader.deserialize(topic, headers, message))
                    .isInstanceOf(UndecodableRecordException.class)
                    .hasMessageContaining("_schema_id");
            return;
        }
        assertThat(registered.id()).isEqualTo(id);
        AvroSerializer<Object> writer = new AvroSerializer<>(registry);
        writer.configure(
                Map.of(
                        "auto.register.schemas",
                        "false",
                        "use.latest.version",
                        "true",
                        (isKey ? "key" : "value") + ".subject.name.strategy",
                        strategyClass(strategy)),
                isKey);
        Object read = reader.deserialize(topic, message);
        if (schema.getType() == Schema.Type.BYTES) {
            assertThat((byte[]) read).containsExactly(Arrays.copyOfRange(message, 5, message.length));
            assertThat(writer.encode(topic, schema, read)).isEqualTo(message);
            return;
        }
        Object golden = fromJson(schema, line.path("avro_json").asText());
        assertThat(json(schema, read)).isEqualTo(json(schema, golden));
        byte[] written = writer.encode(topic, schema, golden);
        if (line.path("java_avro").path("reencoded_same").asBoolean()) {
            assertThat(HEX.formatHex(written)).isEqualTo(line.path("hex").asText());
        } else {
            assertThat(written).hasSize(message.length);
            assertThat(json(schema, reader.deserialize(topic, written))).isEqualTo(json(schema, golden));
        }
    }

    private void evolve(JsonNode line) {
        Schema reader = parse(line.path("reader_schema"));
        InMemoryRegistry registry = new InMemoryRegistry(line.path("schema_id").asInt());
        assertThat(registry.register("t-value", parse(line.path("writer_schema")), false))
                .isEqualTo(line.path("schema_id").asInt());
        AvroDeserializer<Object> deserializer = new AvroDeserializer<>(registry, reader);
        byte[] message = HEX.parseHex(line.path("hex").asText());
        JsonNode java = line.path("java_avro");
        if (java.path("outcome").asText().equals("ok")) {
            Object value = deserializer.deserialize("t", message);
            assertThat(json(reader, value))
                    .isEqualTo(
                            json(reader, fromJson(reader, java.path("avro_json").asText())));
        } else {
            assertThatThrownBy(() -> deserializer.deserialize("t", message))
                    .isInstanceOf(UndecodableRecordException.class);
        }
    }

    private void refuse(JsonNode line, Schema schema) {
        InMemoryRegistry registry = new InMemoryRegistry();
        assertThat(registry.register("t-value", schema, false)).isEqualTo(1);
        AvroDeserializer<Object> deserializer = new AvroDeserializer<>(registry, null);
        if (line.path("hex").isNull()) {
            assertThat(deserializer.deserialize("t", (byte[]) null)).isNull();
            return;
        }
        byte[] message = HEX.parseHex(line.path("hex").asText());
        JsonNode java = line.path("java_avro");
        if (java.path("outcome").asText().equals("ok")) {
            Object golden = fromJson(schema, java.path("avro_json").asText());
            assertThat(json(schema, deserializer.deserialize("t", message))).isEqualTo(json(schema, golden));
        } else {
            assertThat(catchThrowable(() -> deserializer.deserialize("t", message)))
                    .isInstanceOf(UndecodableRecordException.class);
        }
    }

    private static List<SchemaReference> direct(JsonNode line) {
        List<SchemaReference> references = new ArrayList<>();
        for (JsonNode r : line.path("references")) {
            if (r.path("direct").asBoolean()) {
                references.add(reference(r));
            }
        }
        return references;
    }

    /** A reference's own references, each {@code [name, subject, version]}. */
    private static List<SchemaReference> references(JsonNode holder) {
        List<SchemaReference> references = new ArrayList<>();
        for (JsonNode r : holder.path("references")) {
            references.add(new SchemaReference(
                    r.path(0).asText(), r.path(1).asText(), r.path(2).asInt()));
        }
        return references;
    }

    private static SchemaReference reference(JsonNode r) {
        return new SchemaReference(
                r.path("name").asText(),
                r.path("subject").asText(),
                r.path("version").asInt());
    }

    private static String strategyClass(SubjectNameStrategy strategy) {
        String name = switch (strategy) {
            case TOPIC -> "TopicNameStrategy";
            case RECORD -> "RecordNameStrategy";
            case TOPIC_RECORD -> "TopicRecordNameStrategy";
        };
        return "io.confluent.kafka.serializers.subject." + name;
    }

    private static Stream<DynamicTest> each(String file, String name, Consumer<JsonNode> check) throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (String line : Files.readAllLines(read(file))) {
            JsonNode node = JSON.readTree(line);
            tests.add(dynamicTest(tests.size() + " " + node.path(name).asText(), () -> check.accept(node)));
        }
        assertThat(tests).hasSizeGreaterThan(20);
        return tests.stream();
    }

    private static Path read(String file) {
        Assumptions.assumeTrue(Files.isDirectory(WIRE), "no golden values beside this clone");
        return WIRE.resolve(file);
    }

    private static Schema parse(JsonNode schema) {
        return new Schema.Parser().setValidateDefaults(false).parse(schema.toString());
    }

    private static Object fromJson(Schema schema, String text) {
        try {
            return new GenericDatumReader<>(schema)
                    .read(null, DecoderFactory.get().jsonDecoder(schema, text));
        } catch (IOException e) {
            throw new AssertionError(text, e);
        }
    }

    private static JsonNode json(Schema schema, @Nullable Object value) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            var encoder = EncoderFactory.get().jsonEncoder(schema, out);
            new GenericDatumWriter<>(schema).write(value, encoder);
            encoder.flush();
            return JSON.readTree(out.toByteArray());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
