package io.dragoman.registry.golden;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dragoman.registry.AvroSerde;
import io.dragoman.registry.RegistryException;
import io.dragoman.registry.SchemaRegistryClient;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Requests of a real client against recorded answers: the same questions in the same order, the same results. */
class RegistryGoldenTest {
    /** Calls that a serde does not need, or forms that this client does not claim. */
    private static final Set<String> NOT_CLAIMED = Set.of(
            "register-full-response",
            "register-json-schema-type",
            "register-with-reference",
            "register-422", // cannot be said: this client registers parsed schemas only
            "by-guid",
            "by-guid-unknown",
            "version-1",
            "version-unknown",
            "versions",
            "subjects",
            "compatible",
            "incompatible",
            "get-config",
            "set-config",
            "serde-use-schema-id",
            "serde-default-strategy", // asks for associations first; TopicNameStrategy is the default here
            "serde-read-use-latest"); // the reader's schema is the class's or the writer's

    /** A miss is remembered for a short time here: the second question is not asked. */
    private static final Set<String> REMEMBERED_MISS = Set.of("by-id-unknown", "serde-no-auto-register-missing");

    @Test
    void everyCaseIsRunOrNamedAsNotClaimed() {
        List<String> names = WireGoldens.lines("registry.jsonl").stream()
                .map(row -> row.get("name").asText())
                .toList();
        assertThat(names).containsAll(NOT_CLAIMED).hasSize(70);
    }

    @TestFactory
    Stream<DynamicTest> theSameQuestionsAndResults() {
        return WireGoldens.lines("registry.jsonl").stream()
                .filter(row -> !NOT_CLAIMED.contains(row.get("name").asText()))
                .map(row -> DynamicTest.dynamicTest(row.get("name").asText(), () -> check(row)));
    }

    private static void check(JsonNode row) throws Exception {
        String name = row.get("name").asText();
        List<JsonNode> exchanges = new ArrayList<>();
        row.get("exchanges").forEach(exchanges::add);
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
        if (configuration.containsKey("basic.auth.user.info")) {
            configuration.put("basic.auth.credentials.source", "USER_INFO");
        }
        return configuration;
    }

    private static void calls(JsonNode row, List<JsonNode> exchanges, Map<String, Object> configuration) {
        try (SchemaRegistryClient client = SchemaRegistryClient.connect(configuration)) {
            for (JsonNode result : row.get("results")) {
                if (result.path("ok").isArray()) {
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

    private static void one(SchemaRegistryClient client, JsonNode exchange, JsonNode result) {
        String ok = result.path("ok").asText();
        if (result.has("error") || ok.equals("None")) {
            RegistryException error = org.assertj.core.api.Assertions.catchThrowableOfType(
                    RegistryException.class, () -> call(client, exchange));
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
        Object answer = call(client, exchange);
        JsonNode expected = result.get("ok");
        if (answer instanceof Schema schema) {
            assertThat(schema).isEqualTo(WireGoldens.schema(expected.asText()));
        } else {
            assertThat(answer).isEqualTo((expected.isObject() ? expected.get("id") : expected).asInt());
        }
    }

    /** The call of this client that an exchange's request stands for. */
    private static Object call(SchemaRegistryClient client, JsonNode exchange) {
        String path = exchange.get("path").asText().replaceFirst("^/base", "");
        String[] parts = path.substring(1).split("/");
        if (parts[0].equals("schemas")) {
            return client.schemaById(Integer.parseInt(parts[2]));
        }
        String subject = URLDecoder.decode(parts[1], StandardCharsets.UTF_8);
        if (exchange.get("method").asText().equals("GET")) {
            return client.latest(subject).id();
        }
        Schema schema = WireGoldens.schema(exchange.get("request").get("schema").asText());
        boolean normalize = exchange.get("query").asText().contains("normalize=True");
        return parts.length == 3
                ? client.register(subject, schema, normalize)
                : client.lookup(subject, schema, normalize);
    }

    private static void serde(JsonNode row, Map<String, Object> configuration) {
        String name = row.get("name").asText();
        configuration.put("auto.register.schemas", name.equals("serde-auto-register"));
        configuration.put("use.latest.version", name.equals("serde-use-latest"));
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
                    assertThat(org.assertj.core.api.Assertions.catchThrowableOfType(
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
