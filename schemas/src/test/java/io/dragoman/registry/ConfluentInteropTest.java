package io.dragoman.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dragoman.event.SourceText;
import io.dragoman.registry.server.RegistryServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.pulsar.kafka.shade.io.confluent.kafka.serializers.KafkaAvroDeserializer;
import org.apache.pulsar.kafka.shade.io.confluent.kafka.serializers.KafkaAvroSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Confluent's own serializer and deserializer 7.0.1, relocated, on the other side of the wire, over HTTP. */
class ConfluentInteropTest {
    private static final SourceText SOURCE = SourceText.newBuilder()
            .setText("Tom rêvasse 😀.")
            .setTargetLanguage("fr")
            .setAttributes(Map.of("k", "é"))
            .build();
    private static final List<Object> PRIMITIVES =
            List.of("hé", "", 42, -1, 1L << 40, 0.5f, 1.25d, true, new byte[] {1, 2, 0});

    private final InMemoryRegistry registry = new InMemoryRegistry(100);
    private RegistryServer server;

    @BeforeEach
    void start() throws IOException {
        server = RegistryServer.start(registry, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Map<String, Object> configuration(Map<String, ?> more) {
        Map<String, Object> configuration = new HashMap<>(more);
        configuration.put("schema.registry.url", server.url());
        configuration.put("retries.wait.ms", 1);
        return configuration;
    }

    private AvroSerde<Object> ours(Map<String, ?> more) {
        AvroSerde<Object> serde = new AvroSerde<>();
        serde.configure(configuration(more), false);
        return serde;
    }

    private KafkaAvroSerializer theirWriter(Map<String, ?> more) {
        KafkaAvroSerializer serializer = new KafkaAvroSerializer();
        serializer.configure(configuration(more), false);
        return serializer;
    }

    private KafkaAvroDeserializer theirReader() {
        KafkaAvroDeserializer deserializer = new KafkaAvroDeserializer();
        deserializer.configure(configuration(Map.of()), false);
        return deserializer;
    }

    @Test
    void theyReadWhatWeWriteAndWriteTheSameBytes() throws IOException {
        try (AvroSerde<Object> ours = ours(Map.of("specific.avro.reader", true));
                KafkaAvroSerializer theirWriter = theirWriter(Map.of());
                KafkaAvroDeserializer theirReader = theirReader()) {
            byte[] message = ours.serializer().serialize("t", SOURCE);
            Object read = theirReader.deserialize("t", message);
            assertThat(read).hasToString(generic(ours, message).toString());

            byte[] back = theirWriter.serialize("t", read);
            assertThat(back).isEqualTo(message);
            assertThat(ours.deserializer().deserialize("t", back)).isEqualTo(SOURCE);
        }
        assertThat(registry.versions("t-value")).hasSize(1);
    }

    private GenericRecord generic(AvroSerde<Object> unused, byte[] message) {
        try (AvroSerde<Object> serde = ours(Map.of())) {
            return (GenericRecord) serde.deserializer().deserialize("t", message);
        }
    }

    @Test
    void primitivesGoBothWays() {
        try (AvroSerde<Object> ours = ours(Map.of());
                KafkaAvroSerializer theirWriter = theirWriter(Map.of());
                KafkaAvroDeserializer theirReader = theirReader()) {
            for (Object value : PRIMITIVES) {
                String topic = value.getClass().getSimpleName().replace("[]", "s");
                byte[] message = ours.serializer().serialize(topic, value);
                assertThat(theirWriter.serialize(topic, value)).isEqualTo(message);
                assertThat(theirReader.deserialize(topic, message)).isEqualTo(value);
                assertThat(ours.deserializer().deserialize(topic, message)).isEqualTo(value);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TopicNameStrategy", "RecordNameStrategy", "TopicRecordNameStrategy"})
    void subjectsAreTheSame(String strategy) {
        String theirs = "org.apache.pulsar.kafka.shade.io.confluent.kafka.serializers.subject." + strategy;
        Map<String, String> key = Map.of("value.subject.name.strategy", theirs);
        try (AvroSerde<Object> ours = ours(key);
                KafkaAvroSerializer theirWriter = theirWriter(key);
                KafkaAvroDeserializer theirReader = theirReader()) {
            byte[] message = ours.serializer().serialize("t", SOURCE);
            assertThat(theirWriter.serialize("t", theirReader.deserialize("t", message)))
                    .isEqualTo(message);
            assertThat(registry.subjects()).hasSize(1);
        }
    }

    @Test
    void theirEvolvedWriterIsReadAsTheGeneratedClass() {
        var theirSchema = new org.apache.pulsar.kafka.shade.avro.Schema.Parser().parse("""
                {"type":"record","name":"SourceText","namespace":"io.dragoman.event","fields":[
                  {"name":"extra","type":"int"},{"name":"text","type":"string"}]}""");
        var record = new org.apache.pulsar.kafka.shade.avro.generic.GenericRecordBuilder(theirSchema)
                .set("extra", 7)
                .set("text", "Bonjour")
                .build();
        try (AvroSerde<Object> ours = ours(Map.of("specific.avro.reader", "true"));
                KafkaAvroSerializer theirWriter = theirWriter(Map.of())) {
            byte[] message = theirWriter.serialize("t", record);
            assertThat(ours.deserializer().deserialize("t", message))
                    .isEqualTo(SourceText.newBuilder().setText("Bonjour").build());
        }
    }

    @Test
    void weAgreeOnTheNewestVersion() {
        Schema v1 = new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"A\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"}]}");
        assertThat(registry.register("t-value", v1, false)).isEqualTo(100);
        Map<String, Object> newest = Map.of("auto.register.schemas", false, "use.latest.version", true);
        try (AvroSerde<Object> ours = ours(newest);
                KafkaAvroSerializer theirWriter = theirWriter(newest);
                KafkaAvroDeserializer theirReader = theirReader()) {
            byte[] message = ours.serializer()
                    .serialize("t", new GenericRecordBuilder(v1).set("a", 1).build());
            assertThat(message).containsExactly(0, 0, 0, 0, 100, 2);
            assertThat(theirWriter.serialize("t", theirReader.deserialize("t", message)))
                    .isEqualTo(message);
        }
    }

    @Test
    void weAgreeOnWhatTheNewestVersionTakes() {
        Schema optional = new Schema.Parser()
                .parse(
                        "{\"type\":\"record\",\"name\":\"A\",\"fields\":[{\"name\":\"a\",\"type\":[\"null\",\"int\"]}]}");
        var theirOptional = new org.apache.pulsar.kafka.shade.avro.Schema.Parser().parse(optional.toString());
        Schema narrow = new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"A\",\"fields\":[{\"name\":\"a\",\"type\":\"int\"}]}");
        assertThat(registry.register("t-value", narrow, false)).isEqualTo(100);
        Object ourValue = new GenericRecordBuilder(optional).set("a", 1).build();
        Object theirValue = new org.apache.pulsar.kafka.shade.avro.generic.GenericRecordBuilder(theirOptional)
                .set("a", 1)
                .build();
        for (boolean strict : new boolean[] {true, false}) {
            Map<String, Object> keys = Map.of(
                    "auto.register.schemas", false, "use.latest.version", true, "latest.compatibility.strict", strict);
            try (AvroSerde<Object> ours = ours(keys);
                    KafkaAvroSerializer theirWriter = theirWriter(keys)) {
                if (strict) {
                    assertThatThrownBy(() -> theirWriter.serialize("t", theirValue))
                            .isInstanceOf(SerializationException.class);
                    assertThatThrownBy(() -> ours.serializer().serialize("t", ourValue))
                            .isInstanceOf(SerializationException.class);
                } else {
                    assertThat(ours.serializer().serialize("t", ourValue))
                            .isEqualTo(theirWriter.serialize("t", theirValue))
                            .containsExactly(0, 0, 0, 0, 100, 2);
                }
            }
        }
    }

    @Test
    void theServersErrorsKeepTheirCodes() {
        try (AvroSerde<Object> ours = ours(Map.of())) {
            assertThat(ours.serializer().serialize("t", "text")).hasSize(10);
            assertThatThrownBy(() -> ours.serializer().serialize("t", 1))
                    .isInstanceOfSatisfying(RegistryException.class, e -> {
                        assertThat(e.status()).isEqualTo(409);
                        assertThat(e.errorCode()).isEqualTo(409);
                    });
            assertThatThrownBy(() -> ours.deserializer().deserialize("t", new byte[] {0, 0, 0, 9, 9, 0}))
                    .isInstanceOf(UndecodableRecordException.class);
        }
    }

    @Test
    void aDeadRegistryIsNotTheRecordsFault() {
        try (AvroSerde<Object> ours = ours(Map.of("max.retries", 1))) {
            server.close();
            assertThatThrownBy(() -> ours.deserializer().deserialize("t", new byte[] {0, 0, 0, 0, 100, 0}))
                    .isInstanceOfSatisfying(
                            RegistryException.class,
                            e -> assertThat(e.retriable()).isTrue());
        }
    }

    @Test
    void theNextAddressAnswersForADeadOneAndOddSubjectsArrive() {
        Map<String, Object> configuration = configuration(Map.of());
        configuration.put("schema.registry.url", "http://127.0.0.1:1, " + server.url() + "/");
        try (SchemaRegistry client = SchemaRegistry.connect(configuration)) {
            Schema schema = Schema.create(Schema.Type.INT);
            for (String subject : List.of("a/b", "ü p%", "plus+amp&eq=", ":.ctx:x", "que?ry#frag")) {
                assertThat(client.register(subject, schema, false)).isEqualTo(100);
                assertThat(client.latest(subject).subject()).isEqualTo(subject);
            }
            assertThat(registry.subjects()).contains("a/b", "ü p%", "plus+amp&eq=", ":.ctx:x", "que?ry#frag");
        }
    }
}
