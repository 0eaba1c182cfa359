package io.dragoman.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dragoman.event.SourceText;
import io.dragoman.registry.memory.InMemoryRegistry;
import io.dragoman.registry.protocol.RegistryUnavailableException;
import io.dragoman.registry.protocol.SchemaNotFoundException;
import io.dragoman.registry.protocol.SchemaText;
import io.dragoman.registry.protocol.UndecodableException;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class AvroSerdeTest {
    private static final SourceText SOURCE = SourceText.newBuilder()
            .setText("Tom is daydreaming.")
            .setAttributes(Map.of("k", "é"))
            .build();

    private static AvroSerde<SourceText> serde(String name, Map<String, ?> more) {
        Map<String, Object> configuration = new HashMap<>(more);
        configuration.put("schema.registry.url", "mock://" + name);
        AvroSerde<SourceText> serde = AvroSerde.of(SourceText.class);
        serde.configure(configuration, false);
        return serde;
    }

    @Test
    void aSourceTextSurvivesTheWire() {
        AvroSerde<SourceText> serde = serde("survives", Map.of());
        byte[] bytes = serde.serializer().serialize("sentences", SOURCE);
        assertThat(bytes).startsWith(0, 0, 0, 0, 1);
        assertThat(serde.deserializer().deserialize("sentences", bytes)).isEqualTo(SOURCE);
        assertThat(InMemoryRegistry.shared("survives").subjects()).containsExactly("sentences-value");
    }

    @Test
    void nullStaysNull() {
        AvroSerde<SourceText> serde = serde("null", Map.of());
        assertThat(serde.serializer().serialize("t", null)).isNull();
        assertThat(serde.deserializer().deserialize("t", null)).isNull();
    }

    @Test
    void theConfiguredReaderFindsTheGeneratedClass() {
        AvroSerde<Object> serde = new AvroSerde<>();
        serde.configure(Map.of("schema.registry.url", "mock://specific", "specific.avro.reader", true), false);
        byte[] bytes = serde.serializer().serialize("t", SOURCE);
        assertThat(serde.deserializer().deserialize("t", bytes)).isEqualTo(SOURCE);
    }

    @Test
    void anUnknownIdIsTheMessagesFault() {
        AvroSerde<SourceText> serde = serde("unknown", Map.of());
        assertThatThrownBy(() -> serde.deserializer().deserialize("t", new byte[] {0, 0, 0, 0, 99, 1}))
                .isInstanceOfSatisfying(
                        SchemaNotFoundException.class, e -> assertThat(e.id()).isEqualTo(99));
    }

    @Test
    void anUnreachableRegistryIsNotTheMessagesFault() {
        AvroSerde<SourceText> serde = AvroSerde.of(SourceText.class);
        serde.configure(Map.of("schema.registry.url", "http://u:secret@127.0.0.1:1", "max.retries", 0), false);
        assertThatThrownBy(() -> serde.deserializer().deserialize("t", new byte[] {0, 0, 0, 0, 9, 1}))
                .isInstanceOf(RegistryUnavailableException.class)
                .hasCauseInstanceOf(IOException.class)
                .hasMessageContaining("http://127.0.0.1:1/schemas/ids/9")
                .hasMessageNotContaining("secret");
        serde.close();
    }

    @Test
    void anotherRecordIsNotASourceText() {
        AvroSerde<SourceText> serde = serde("another", Map.of());
        int id = InMemoryRegistry.shared("another")
                .register(
                        "t-value",
                        SchemaText.of(
                                "{\"type\":\"record\",\"name\":\"O\",\"fields\":[{\"name\":\"n\",\"type\":\"int\"}]}"),
                        false);
        assertThatThrownBy(() -> serde.deserializer().deserialize("t", new byte[] {0, 0, 0, 0, (byte) id, 2}))
                .isInstanceOf(UndecodableException.class);
    }

    @Test
    void aSchemaIdInAHeaderIsRefusedByName() {
        AvroSerde<SourceText> serde = serde("header", Map.of());
        RecordHeaders headers = new RecordHeaders();
        headers.add("__value_schema_id", new byte[17]);
        assertThatThrownBy(() -> serde.deserializer().deserialize("t", headers, new byte[] {1, 2}))
                .isInstanceOfSatisfying(
                        UndecodableException.class,
                        e -> assertThat(e.fault()).isEqualTo(UndecodableException.Fault.SCHEMA_ID_IN_HEADER));
    }

    @Test
    void anUnregisteredSchemaIsRefusedWhenRegisteringIsOff() {
        AvroSerde<SourceText> serde = serde("off", Map.of("auto.register.schemas", false));
        assertThatThrownBy(() -> serde.serializer().serialize("t", SOURCE)).isInstanceOf(SerializationException.class);
    }

    @Test
    void theNewestVersionMustReadWhatIsWrittenUnlessToldOtherwise() {
        String older =
                "{\"type\":\"record\",\"name\":\"SourceText\",\"namespace\":\"io.dragoman.event\",\"fields\":[{\"name\":\"other\",\"type\":\"int\"}]}";
        InMemoryRegistry.shared("latest").register("t-value", SchemaText.of(older), false);
        AvroSerde<SourceText> strict =
                serde("latest", Map.of("auto.register.schemas", false, "use.latest.version", true));
        assertThatThrownBy(() -> strict.serializer().serialize("t", SOURCE))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("latest.compatibility.strict");
        InMemoryRegistry.shared("latest2")
                .register("t-value", SchemaText.of(SourceText.getClassSchema().toString()), false);
        AvroSerde<SourceText> same =
                serde("latest2", Map.of("auto.register.schemas", false, "use.latest.version", true));
        assertThat(same.deserializer().deserialize("t", same.serializer().serialize("t", SOURCE)))
                .isEqualTo(SOURCE);
    }

    @Test
    void topLevelBytesAreRaw() {
        AvroSerde<Object> serde = AvroSerde.ofSchema(Schema.create(Schema.Type.BYTES));
        serde.configure(Map.of("schema.registry.url", "mock://raw"), false);
        byte[] bytes = serde.serializer().serialize("t", new byte[] {7, 8});
        assertThat(bytes).containsExactly(0, 0, 0, 0, 1, 7, 8);
        assertThat(serde.deserializer().deserialize("t", bytes)).isEqualTo(new byte[] {7, 8});
    }

    @Test
    void randomBytesOnlyEverGiveTheTypedException() {
        AvroSerde<SourceText> serde = serde("random", Map.of());
        byte[] good = serde.serializer().serialize("t", SOURCE);
        Random random = new Random(20260101);
        int read = 0;
        for (int i = 0; i < 10_000; i++) {
            byte[] bytes = new byte[random.nextInt(80)];
            random.nextBytes(bytes);
            if (i % 2 == 0 && bytes.length >= 5) {
                System.arraycopy(good, 0, bytes, 0, 5);
            }
            try {
                serde.deserializer().deserialize("t", bytes);
                read++;
            } catch (UndecodableException e) {
                assertThat(e.fault()).isNotNull();
            }
        }
        assertThat(read).isLessThan(2_000);
    }
}
