package io.dragoman.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dragoman.event.SourceText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class AvroSerdeTest {
    private static final SourceText SOURCE = SourceText.newBuilder()
            .setText("Tom rêvasse.")
            .setAttributes(Map.of("k", "é"))
            .build();
    private static final Schema NODE = new Schema.Parser().parse("""
            {"type":"record","name":"Node","fields":[{"name":"next","type":["null","Node"]}]}""");

    private static <T> AvroSerde<T> serde(String mock, Map<String, ?> more) {
        AvroSerde<T> serde = new AvroSerde<>();
        configure(serde, mock, more);
        return serde;
    }

    private static void configure(AvroSerde<?> serde, String mock, Map<String, ?> more) {
        Map<String, Object> configuration = new HashMap<>(more);
        configuration.put("schema.registry.url", "mock://" + mock);
        serde.configure(configuration, false);
    }

    @Test
    void aMessageIsZeroThenTheIdThenAvro() {
        AvroSerde<String> serde = serde("prefix", Map.of());
        assertThat(serde.serializer().serialize("t", "hé")).containsExactly(0, 0, 0, 0, 1, 6, 'h', 0xc3, 0xa9);
        assertThat(InMemoryRegistry.named("prefix").subjects()).containsExactly("t-value");
    }

    @Test
    void generatedClassesSurviveTheWire() {
        AvroSerde<SourceText> fixed = AvroSerde.of(SourceText.class);
        configure(fixed, "generated", Map.of());
        byte[] message = fixed.serializer().serialize("t", SOURCE);
        assertThat(fixed.deserializer().deserialize("t", message)).isEqualTo(SOURCE);

        AvroSerde<SourceText> configured = serde("generated", Map.of("specific.avro.reader", "true"));
        assertThat(configured.deserializer().deserialize("t", message)).isEqualTo(SOURCE);

        AvroSerde<GenericRecord> generic = serde("generated", Map.of());
        assertThat(generic.deserializer().deserialize("t", message).get("text")).hasToString("Tom rêvasse.");
    }

    @Test
    void nullStaysNull() {
        AvroSerde<String> serde = serde("null", Map.of());
        assertThat(serde.serializer().serialize("t", null)).isNull();
        assertThat(serde.deserializer().deserialize("t", null)).isNull();
    }

    @Test
    void topLevelBytesAreRaw() {
        AvroSerde<byte[]> serde = serde("bytes", Map.of());
        byte[] message = serde.serializer().serialize("t", new byte[] {7, 8});
        assertThat(message).containsExactly(0, 0, 0, 0, 1, 7, 8);
        assertThat(serde.deserializer().deserialize("t", message)).containsExactly(7, 8);
    }

    @Test
    void badMessagesAreUndecodable() {
        AvroSerde<Object> serde = serde("bad", Map.of());
        byte[] good = serde.serializer().serialize("t", SOURCE);
        byte[] truncated = Arrays.copyOf(good, good.length - 3);
        refused(serde, truncated, "schema id 1 (io.dragoman.event.SourceText)");
        refused(serde, new byte[0], "found 0 bytes, expected at least 5");
        refused(serde, new byte[] {0, 0, 0}, "found 3 bytes");
        refused(serde, "{\"a\":1}".getBytes(StandardCharsets.UTF_8), "magic byte 0x7b, expected 0x00");
        refused(serde, new byte[] {0, 0, 0, 9, 9, 0}, "schema id 2313");
        refused(serde, new byte[] {0, -1, -1, -1, -2, 0}, "found schema id -2, expected 0 or more");
        assertThatThrownBy(() -> serde.deserializer()
                        .deserialize("t", new RecordHeaders().add("__value_schema_id", new byte[17]), good))
                .isInstanceOf(UndecodableRecordException.class)
                .hasMessageContaining("__value_schema_id");
    }

    @Test
    void lengthsAreNotBelieved() {
        AvroSerde<Object> serde = serde("lengths", Map.of());
        assertThat(serde.serializer().serialize("t", "text")).hasSize(10);
        byte[] twoGigabytes = {0, 0, 0, 0, 1, (byte) 0xfe, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f};
        refused(serde, twoGigabytes, "found 0 bytes left, expected 2147483647");
    }

    @Test
    void deepNestingIsUndecodable() {
        AvroSerde<Object> serde = serde("deep", Map.of());
        byte[] good = serde.serializer()
                .serialize("t", new GenericRecordBuilder(NODE).set("next", null).build());
        byte[] deep = Arrays.copyOf(good, 5_000_000);
        Arrays.fill(deep, 5, deep.length, (byte) 2);
        refused(serde, deep, "nested too deeply");
        assertThat(serde.deserializer().deserialize("t", good)).isNotNull();
    }

    @Test
    void tenThousandRandomMessagesGiveTypedErrorsOnly() {
        AvroSerde<Object> serde = serde("random", Map.of("specific.avro.reader", true));
        byte[] good = serde.serializer().serialize("t", SOURCE);
        Random random = new Random(20261125);
        int refused = 0;
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            if (i % 3 != 0) {
                System.arraycopy(good, 0, bytes, 0, Math.min(bytes.length, 5 + random.nextInt(good.length - 5)));
            }
            try {
                assertThat(serde.deserializer().deserialize("t", bytes)).isInstanceOf(SourceText.class);
            } catch (UndecodableRecordException e) {
                refused++;
            }
        }
        assertThat(refused).isBetween(5_000, 10_000);
    }

    @Test
    void writingTakesAwayAnothersSchemaHeader() {
        AvroSerde<String> serde = serde("headers", Map.of());
        RecordHeaders headers = new RecordHeaders();
        headers.add("__value_schema_id", new byte[17]).add("traceparent", new byte[1]);
        assertThat(serde.serializer().serialize("t", headers, "x")).isNotNull();
        assertThat(headers.toArray()).hasSize(1);
    }

    @Test
    void anIncompatibleSchemaIsRefused() {
        AvroSerde<Object> serde = serde("incompatible", Map.of());
        assertThat(serde.serializer().serialize("t", "text")).isNotNull();
        assertThatThrownBy(() -> serde.serializer().serialize("t", 1))
                .isInstanceOfSatisfying(RegistryException.class, e -> {
                    assertThat(e.status()).isEqualTo(409);
                    assertThat(e.retriable()).isFalse();
                });
    }

    @Test
    void withoutAutoRegistrationTheSchemaMustBeThere() {
        AvroSerde<Object> serde = serde("lookup", Map.of("auto.register.schemas", "false"));
        assertThatThrownBy(() -> serde.serializer().serialize("t", 1))
                .isInstanceOfSatisfying(
                        RegistryException.class, e -> assertThat(e.errorCode()).isEqualTo(40401));
    }

    @Test
    void theNewestVersionFillsInDefaults() {
        InMemoryRegistry registry = InMemoryRegistry.named("newest");
        Schema v1 = record("{'name':'a','type':'int'}");
        Schema v2 = record("{'name':'b','type':'int','default':1},{'name':'a','type':'int'}");
        assertThat(registry.register("t-value", v1, false)).isEqualTo(1);
        assertThat(registry.register("t-value", v2, false)).isEqualTo(2);
        AvroSerde<Object> serde = serde("newest", Map.of("auto.register.schemas", false, "use.latest.version", true));
        byte[] message = serde.serializer()
                .serialize("t", new GenericRecordBuilder(v1).set("a", 5).build());
        assertThat(message).containsExactly(0, 0, 0, 0, 2, 2, 10);
        assertThatThrownBy(() -> serde.serializer().serialize("t", "text"))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("t-value");
    }

    @Test
    void badConfigurationSaysWhatWasExpected() {
        AvroSerde<Object> serde = new AvroSerde<>();
        assertThatThrownBy(() -> serde.configure(Map.of(), false))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("schema.registry.url: found nothing");
        assertThatThrownBy(() -> serde.configure(Map.of("schema.registry.url", "ftp://me:secret@x"), false))
                .isInstanceOf(ConfigException.class)
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> serde("c", Map.of("value.subject.name.strategy", "com.example.Mine")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("TopicRecordNameStrategy");
    }

    private static Schema record(String fields) {
        return new Schema.Parser()
                .parse("{'type':'record','name':'R','fields':[%s]}"
                        .formatted(fields)
                        .replace('\'', '"'));
    }

    private static void refused(AvroSerde<Object> serde, byte[] message, String why) {
        assertThatThrownBy(() -> serde.deserializer().deserialize("t", message))
                .isInstanceOf(UndecodableRecordException.class)
                .hasMessageContaining(why);
    }
}
