package io.dragoman.registry.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dragoman.registry.AvroSerde;
import io.dragoman.registry.Compatibility;
import io.dragoman.registry.RegisteredSchema;
import io.dragoman.registry.RegistryException;
import io.dragoman.registry.SchemaRegistry;
import io.dragoman.registry.SchemaText;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Requests of a real client against recorded answers: the same questions in the same order, the same results. */
class RegistryGoldenTest {
    /** JSON Schema: this client knows Avro only. */
    private static final String NOT_CLAIMED = "register-json-schema-type";

    /** A miss is remembered for a short time here: the second question is not asked. */
    private static final Set<String> REMEMBERED_MISS = Set.of("by-id-unknown", "serde-no-auto-register-missing");

    /** The latest version is asked for after the writer's schema here, not before. */
    private static final String OTHER_ORDER = "serde-read-use-latest";

    @Test
    void everyCaseIsRunButOne() {
        assertThat(WireGoldens.lines("registry.jsonl"))
                .hasSize(70)
                .filteredOn(row -> row.get("name").asText().equals(NOT_CLAIMED))
                .hasSize(1);
    }

    @TestFactory
    Stream<DynamicTest> theSameQuestionsAndResults() {
        return WireGoldens.tests("registry.jsonl", RegistryGoldenTest::check)
                .filter(test -> !test.getDisplayName().equals(NOT_CLAIMED));
    }

    private static void check(JsonNode row) throws Exception {
        String name = row.get("name").asText();
        List<JsonNode> exchanges = new ArrayList<>();
        row.get("exchanges").forEach(exchanges::add);
        exchanges.removeIf(exchange -> name.startsWith("serde-") && othersOwn(exchange));
        if (name.equals(OTHER_ORDER)) {
            Collections.swap(exchanges, 0, 1);
        }
        try (ReplayingRegistry registry = new ReplayingRegistry(exchanges)) {
            if (name.startsWith("serde-")) {
                serde(row, configuration(row, registry));
            } else {
                calls(row, exchanges, configuration(row, registry));
            }
            List<String> expected =
                    exchanges.stream().map(ReplayingRegistry::meaning).toList();
            assertThat(registry.asked()).isEqualTo(REMEMBERED_MISS.contains(name) ? expected.subList(0, 1) : expected);
        }
    }

    /**
     * What that client asks for features that are not Avro messages under a subject: associations of topics, before it
     * falls back on the topic's name, and the version of a known schema, for migration rules.
     */
    private static boolean othersOwn(JsonNode exchange) {
        return exchange.get("path").asText().startsWith("/associations/")
                || exchange.get("query").asText().contains("deleted=True");
    }

    private static Map<String, Object> configuration(JsonNode row, ReplayingRegistry registry) {
        Map<String, Object> configuration = new HashMap<>();
        configuration.put("retries.wait.ms", 1);
        row.get("client_conf")
                .properties()
                .forEach(entry ->
                        configuration.put(entry.getKey(), entry.getValue().asText()));
        Object url = configuration.remove("url");
        configuration.put(
                "schema.registry.url",
                url == null
                        ? registry.url()
                        : url.toString().replace("DEAD", "http://127.0.0.1:1").replace("URL", registry.url()));
        return configuration;
    }

    private static void calls(JsonNode row, List<JsonNode> exchanges, Map<String, Object> configuration) {
        try (SchemaRegistry client = SchemaRegistry.connect(configuration)) {
            for (JsonNode result : row.get("results")) {
                if (row.get("name").asText().equals("same-schema-two-subjects")) {
                    for (int i = 0; i < result.get("ok").size(); i++) {
                        assertThat(call(client, exchanges.get(i)))
                                .isEqualTo(result.get("ok").get(i).asInt());
                    }
                } else {
                    one(client, exchanges.getFirst(), result);
                }
            }
        }
    }

    private static void one(SchemaRegistry client, JsonNode exchange, JsonNode result) {
        String ok = result.path("ok").asText();
        if (result.has("error") || ok.equals("None")) {
            RegistryException error = catchThrowableOfType(RegistryException.class, () -> call(client, exchange));
            assertThat(error).isNotNull();
            if (result.path("http_status").canConvertToInt()) {
                assertThat(error.status())
                        .isEqualTo(
                                exchange.path("path").asText().startsWith("/base")
                                        ? 404
                                        : result.get("http_status").asInt());
            }
            if (result.path("error_code").canConvertToInt()) {
                assertThat(error.errorCode()).isEqualTo(result.get("error_code").asInt());
            }
            return;
        }
        assertThat(plain(call(client, exchange), result.get("ok"))).isEqualTo(result.get("ok"));
    }

    /** An answer as the golden tells it. */
    private static JsonNode plain(Object answer, JsonNode expected) {
        if (answer instanceof Schema schema) { // the text may differ in white space
            return schema.equals(WireGoldens.schema(expected.asText()))
                    ? expected
                    : WireGoldens.JSON.valueToTree(schema.toString());
        }
        if (answer instanceof RegisteredSchema found) {
            return ((ObjectNode) expected.deepCopy())
                    .put("id", found.id())
                    .put("version", found.version())
                    .put("subject", found.subject())
                    .put("schema", found.text().text());
        }
        if (answer instanceof Integer id && expected.isObject()) {
            return ((ObjectNode) expected.deepCopy()).put("id", id);
        }
        return WireGoldens.JSON.valueToTree(answer);
    }

    /** The call of this client that an exchange's request stands for. */
    private static Object call(SchemaRegistry client, JsonNode exchange) {
        String path = exchange.get("path").asText().replaceFirst("^/base", "");
        String[] parts = path.substring(1).split("/");
        String last = parts[parts.length - 1];
        JsonNode request = exchange.get("request");
        String subject = URLDecoder.decode(parts[Math.min(1, parts.length - 1)], StandardCharsets.UTF_8);
        return switch (parts[0]) {
            case "schemas" ->
                parts[1].equals("ids")
                        ? client.schemaById(Integer.parseInt(last))
                        : client.schemaByGuid(UUID.fromString(last));
            case "compatibility" -> client.problems(parts[2], text(request)).isEmpty();
            case "config" -> request.isNull() ? client.compatibility(subject) : setRule(client, subject, request);
            default ->
                exchange.get("method").asText().equals("POST")
                        ? post(client, exchange, subject, parts.length == 3)
                        : get(client, subject, parts);
        };
    }

    private static Object get(SchemaRegistry client, String subject, String[] parts) {
        return switch (parts.length) {
            case 1 -> client.subjects();
            case 3 -> client.versions(subject);
            default ->
                parts[3].equals("latest")
                        ? client.latest(subject)
                        : client.version(subject, Integer.parseInt(parts[3]));
        };
    }

    private static Object post(SchemaRegistry client, JsonNode exchange, String subject, boolean register) {
        SchemaText text = text(exchange.get("request"));
        String query = exchange.get("query").asText();
        boolean normalize = query.contains("normalize=True");
        if (!register) {
            // The cached question of a serde has no need of softly deleted versions.
            return query.contains("deleted=True")
                    ? client.lookup(subject, text, normalize, true)
                    : client.lookup(subject, WireGoldens.schema(text.text()), normalize);
        }
        boolean plain = text.references().isEmpty() && exchange.get("status").asInt() != 422;
        return plain
                ? client.register(subject, WireGoldens.schema(text.text()), normalize)
                : client.register(subject, text, normalize);
    }

    private static Object setRule(SchemaRegistry client, String subject, JsonNode request) {
        client.setCompatibility(
                subject, Compatibility.named(request.get("compatibility").asText()));
        return request;
    }

    private static SchemaText text(JsonNode request) {
        return new SchemaText(request.get("schema").asText(), WireGoldens.references(request.get("references")));
    }

    private static void serde(JsonNode row, Map<String, Object> configuration) {
        String name = row.get("name").asText();
        configuration.put(
                "auto.register.schemas",
                Set.of("serde-auto-register", "serde-default-strategy").contains(name));
        configuration.put("use.latest.version", name.contains("use-latest"));
        configuration.put("use.schema.id", name.equals("serde-use-schema-id") ? 1 : -1);
        if (name.equals("serde-read-record-strategy")) {
            configuration.put("value.subject.name.strategy", "RecordNameStrategy");
        }
        Schema schema = schemaA(false);
        Schema reader = name.equals("serde-read-reader-schema") ? schemaA(true) : null;
        try (AvroSerde<Object> serde = new AvroSerde<>(null, reader)) {
            serde.configure(configuration, false);
            GenericData.Record value = new GenericData.Record(schema);
            value.put("a", 1);
            for (JsonNode result : row.get("results")) {
                if (name.startsWith("serde-read")) {
                    Object read = serde.deserializer()
                            .deserialize("sub", HexFormat.of().parseHex("000000000102"));
                    assertThat(WireGoldens.tree(String.valueOf(read)))
                            .isEqualTo(WireGoldens.tree(result.get("ok").asText()));
                } else if (result.has("error")) {
                    assertThat(catchThrowableOfType(
                                    RegistryException.class,
                                    () -> serde.serializer().serialize("sub", value)))
                            .extracting(RegistryException::errorCode)
                            .isEqualTo(result.get("error_code").asInt());
                } else {
                    assertThat(HexFormat.of().formatHex(serde.serializer().serialize("sub", value)))
                            .isEqualTo(result.get("ok").asText());
                }
            }
        }
    }

    private static Schema schemaA(boolean second) {
        return WireGoldens.schema(
                "{\"type\":\"record\",\"name\":\"A\",\"namespace\":\"com.example.nmt\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"}"
                        + (second ? ",{\"name\":\"b\",\"type\":\"int\",\"default\":1}" : "") + "]}");
    }
}
