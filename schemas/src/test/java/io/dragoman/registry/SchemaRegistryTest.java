package io.dragoman.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One contract for the registry in memory and the one behind HTTP. */
class SchemaRegistryTest {
    private static final Schema A =
            SchemaBuilder.record("A").fields().requiredInt("a").endRecord();
    private static final Schema WIDER =
            SchemaBuilder.record("A").fields().requiredInt("a").optionalInt("b").endRecord();
    private static final Schema OTHER =
            SchemaBuilder.record("A").fields().requiredInt("z").endRecord();

    private WatchedRegistry server;

    @BeforeEach
    void start() throws IOException {
        server = WatchedRegistry.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private SchemaRegistry registry(boolean http) {
        return http ? server.connect(Map.of()) : server.registry();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void versionsAreRegisteredAndFound(boolean http) {
        try (SchemaRegistry registry = registry(http)) {
            assertThat(registry.register("s", A, false)).isEqualTo(1);
            assertThat(registry.register("s", SchemaText.of(WIDER), true)).isEqualTo(2);
            assertThat(registry.register("t", A, false)).isEqualTo(1);
            assertThat(registry.subjects()).containsExactly("s", "t");
            assertThat(registry.versions("s")).containsExactly(1, 2);
            assertThat(registry.version("s", 1).schema()).isEqualTo(A);
            assertThat(registry.latest("s")).isEqualTo(registry.version("s", 2));
            assertThat(registry.lookup("s", SchemaText.of(WIDER), false, true)).isEqualTo(registry.version("s", 2));
            refused(404, 40401, () -> registry.versions("none"));
            refused(404, 40402, () -> registry.version("s", 9));
            refused(404, 40403, () -> registry.lookup("s", SchemaText.of(OTHER), false, false));
            refused(422, 42201, () -> registry.register("s", new SchemaText("{\"type\":\"none\"}", List.of()), false));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void typesOfOtherSubjectsAreReferredTo(boolean http) {
        try (SchemaRegistry registry = registry(http)) {
            assertThat(registry.register("a/b", A, false)).isEqualTo(1);
            SchemaText text =
                    new SchemaText("{\"type\":\"array\",\"items\":\"A\"}", List.of(new SchemaReference("A", "a/b", 1)));
            assertThat(registry.register("s", text, false)).isEqualTo(2);
            assertThat(registry.schemaById(2)).isEqualTo(Schema.createArray(A));
            assertThat(registry.latest("s").text().references()).isEqualTo(text.references());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rulesAreKeptPerSubject(boolean http) {
        try (SchemaRegistry registry = registry(http)) {
            assertThat(registry.problems("s", SchemaText.of(A))).isEmpty();
            assertThat(registry.register("s", A, false)).isEqualTo(1);
            assertThat(registry.compatibility("s")).isEqualTo(Compatibility.BACKWARD);
            assertThat(registry.problems("s", SchemaText.of(WIDER))).isEmpty();
            assertThat(registry.problems("s", SchemaText.of(OTHER))).anyMatch(p -> p.contains("z"));
            registry.setCompatibility("s", Compatibility.NONE);
            assertThat(registry.compatibility("s")).isEqualTo(Compatibility.NONE);
            assertThat(registry.compatibility(null)).isEqualTo(Compatibility.BACKWARD);
            assertThat(registry.problems("s", SchemaText.of(OTHER))).isEmpty();
            registry.setCompatibility(null, Compatibility.FULL);
            assertThat(registry.compatibility("t")).isEqualTo(Compatibility.FULL);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aHeaderMayNameTheSchema(boolean http) {
        try (SchemaRegistry registry = registry(http)) {
            assertThat(registry.register("s", A, false)).isEqualTo(1);
            var guid = InMemoryRegistry.guid(registry.latest("s"));
            assertThat(registry.schemaByGuid(guid)).isEqualTo(A);
            AvroDeserializer<Object> deserializer = new AvroDeserializer<>(registry, null);
            byte[] byId = {0, 0, 0, 0, 1};
            byte[] byGuid = java.nio.ByteBuffer.allocate(17)
                    .put((byte) 1)
                    .putLong(guid.getMostSignificantBits())
                    .putLong(guid.getLeastSignificantBits())
                    .array();
            for (byte[] value : List.of(byId, byGuid)) {
                assertThat(deserializer.deserialize("t", header(value), new byte[] {10}))
                        .hasToString("{\"a\": 5}");
            }
            byGuid[5]++;
            for (byte[] value : List.of(byGuid, new byte[] {0, 0, 0, 0, 9}, new byte[0], new byte[17])) {
                assertThatThrownBy(() -> deserializer.deserialize("t", header(value), new byte[] {10}))
                        .isInstanceOf(UndecodableRecordException.class);
            }
        }
    }

    private static RecordHeaders header(byte[] value) {
        RecordHeaders headers = new RecordHeaders();
        headers.add("__value_schema_id", value);
        return headers;
    }

    private static void refused(int status, int code, org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(RegistryException.class, e -> {
            assertThat(e.status()).isEqualTo(status);
            assertThat(e.errorCode()).isEqualTo(code);
        });
    }
}
