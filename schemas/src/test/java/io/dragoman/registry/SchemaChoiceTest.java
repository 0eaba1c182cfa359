package io.dragoman.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which schema a message is written and read with, by Confluent's keys as Confluent documents them. */
class SchemaChoiceTest {
    private static final Schema V1 = record("{'name':'a','type':'int'}");
    private static final Schema V2 = record("{'name':'b','type':'int','default':1},{'name':'a','type':'int'}");
    private static final Schema NO_DEFAULT = record("{'name':'a','type':'int'},{'name':'c','type':'int'}");
    private static final Schema OPTIONAL_A = record("{'name':'a','type':['null','int']}");
    private static final GenericRecord ONE =
            new GenericRecordBuilder(V1).set("a", 1).build();

    private WatchedRegistry registry;

    @BeforeEach
    void start() throws Exception {
        registry = WatchedRegistry.start();
        registry.registry().setCompatibility(null, Compatibility.NONE);
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    private static Schema record(String fields) {
        return new Schema.Parser()
                .parse("{'type':'record','name':'R','fields':[%s]}"
                        .formatted(fields)
                        .replace('\'', '"'));
    }

    private byte[] write(Map<String, ?> keys, Object value) {
        try (AvroSerde<Object> serde = new AvroSerde<>()) {
            serde.configure(registry.configuration(keys), false);
            byte[] first = serde.serializer().serialize("t", value);
            assertThat(serde.serializer().serialize("t", value)).isEqualTo(first);
            return Objects.requireNonNull(first);
        }
    }

    private void registered(Schema... versions) {
        for (Schema version : versions) {
            assertThat(registry.registry().register("t-value", version, false)).isPositive();
        }
    }

    @Test
    void theOwnSchemaIsRegisteredByDefault() {
        assertThat(write(Map.of(), ONE)).containsExactly(0, 0, 0, 0, 1, 2);
        assertThat(write(Map.of("normalize.schemas", true), ONE)).containsExactly(0, 0, 0, 0, 1, 2);
        assertThat(registry.requests())
                .containsExactly("POST /subjects/t-value/versions", "POST /subjects/t-value/versions?normalize=true");
    }

    @Test
    void registeringWinsOverTheNewestVersionAndAFixedId() {
        registered(V1, V2);
        assertThat(write(Map.of("use.latest.version", true, "use.schema.id", 2), ONE))
                .containsExactly(0, 0, 0, 0, 1, 2);
        assertThat(registry.requests()).containsExactly("POST /subjects/t-value/versions");
    }

    @Test
    void withoutRegisteringTheOwnSchemaIsLookedUp() {
        registered(V1, V2);
        Map<String, Object> keys = Map.of("auto.register.schemas", false, "normalize.schemas", true);
        assertThat(write(keys, ONE)).containsExactly(0, 0, 0, 0, 1, 2);
        assertThat(registry.requests()).containsExactly("POST /subjects/t-value?normalize=true");
        assertThatThrownBy(() -> write(
                        keys,
                        new GenericRecordBuilder(OPTIONAL_A).set("a", null).build()))
                .isInstanceOfSatisfying(
                        RegistryException.class, e -> assertThat(e.errorCode()).isEqualTo(40403));
        assertThat(registry.registry().versions("t-value")).containsExactly(1, 2);
    }

    @Test
    void theNewestVersionTakesWhatItCanRead() {
        registered(V1, V2);
        Map<String, Object> keys = Map.of("auto.register.schemas", false, "use.latest.version", true);
        assertThat(write(keys, ONE)).containsExactly(0, 0, 0, 0, 2, 2, 2);
        assertThat(registry.requests()).containsExactly("GET /subjects/t-value/versions/latest");
    }

    @Test
    void aNewestVersionThatCannotReadTheOwnSchemaIsRefusedWhenStrict() {
        registered(V1);
        Map<String, Object> strict = Map.of("auto.register.schemas", false, "use.latest.version", true);
        Map<String, Object> lenient = Map.of(
                "auto.register.schemas", false, "use.latest.version", true, "latest.compatibility.strict", false);
        GenericRecord fits = new GenericRecordBuilder(OPTIONAL_A).set("a", 1).build();
        GenericRecord doesNot =
                new GenericRecordBuilder(OPTIONAL_A).set("a", null).build();
        assertThatThrownBy(() -> write(strict, fits))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("the newest schema of subject t-value cannot take a R")
                .hasMessageContaining("latest.compatibility.strict");
        assertThat(write(lenient, fits)).containsExactly(0, 0, 0, 0, 1, 2);
        assertThatThrownBy(() -> write(lenient, doesNot)).isInstanceOf(SerializationException.class);

        registered(NO_DEFAULT);
        assertThatThrownBy(() -> write(lenient, ONE))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("field c");
    }

    @Test
    void aFixedIdIsUsedAndCheckedLikeTheNewestVersion() {
        registered(V1, V2, NO_DEFAULT);
        Map<String, Object> keys = Map.of("auto.register.schemas", false, "use.schema.id", 2);
        assertThat(write(keys, ONE)).containsExactly(0, 0, 0, 0, 2, 2, 2);
        assertThat(registry.requests()).containsExactly("GET /schemas/ids/2");
        assertThatThrownBy(() -> write(Map.of("auto.register.schemas", false, "use.schema.id", 3), ONE))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("schema id 3 cannot take a R");
        GenericRecord wide = new GenericRecordBuilder(OPTIONAL_A).set("a", 1).build();
        assertThat(write(
                        Map.of("auto.register.schemas", false, "use.schema.id", 1, "id.compatibility.strict", false),
                        wide))
                .containsExactly(0, 0, 0, 0, 1, 2);
    }

    @Test
    void aReaderMayAskForTheNewestVersion() {
        registered(V1, V2);
        byte[] message = {0, 0, 0, 0, 1, 10};
        assertThat(read(Map.of(), message)).hasToString("{\"a\": 5}");
        assertThat(read(Map.of("use.latest.version", true), message)).hasToString("{\"b\": 1, \"a\": 5}");
        assertThat(registry.requests())
                .containsExactly("GET /schemas/ids/1", "GET /schemas/ids/1", "GET /subjects/t-value/versions/latest");
    }

    private Object read(Map<String, ?> keys, byte[] message) {
        try (AvroSerde<Object> serde = new AvroSerde<>()) {
            serde.configure(registry.configuration(keys), false);
            Object read = serde.deserializer().deserialize("t", message);
            assertThat(serde.deserializer().deserialize("t", message)).isEqualTo(read);
            return Objects.requireNonNull(read);
        }
    }
}
