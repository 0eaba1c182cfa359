package io.dragoman.registry;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericContainer;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes Avro values in the Confluent wire format. A value's schema is its own ({@code getSchema()}), or the primitive
 * one; a top-level {@code bytes} goes out raw. Threading: safe once configured.
 *
 * <p>Throws {@link RegistryException} when the registry fails, {@link SerializationException} when the value does not
 * fit its schema.
 */
public final class AvroSerializer<T> implements Serializer<T> {
    private static final int COMPARED_SCHEMAS = 256;

    private final @Nullable SchemaRegistryClient given;
    private @Nullable SchemaRegistryClient client;
    private SubjectNameStrategy strategy = SubjectNameStrategy.TOPIC;
    private boolean isKey;
    private boolean autoRegister = true;
    private int useSchemaId = -1;
    private boolean idStrict = true;
    private boolean useLatest;
    private boolean latestStrict = true;
    private boolean normalize;
    private final LoadingCache<Evolution, Boolean> evolutions =
            new LoadingCache<>(COMPARED_SCHEMAS, null, Duration.ZERO, AvroSerializer::check);

    /** How one value is written: the id in front, and the schema of the body. */
    private record Target(int id, Schema schema) {}

    private record Evolution(String target, Schema from, Schema to) {}

    /** For Kafka, which calls {@link #configure} next. */
    public AvroSerializer() {
        this(null);
    }

    /** Uses this client rather than the one configured, and leaves it open. */
    public AvroSerializer(@Nullable SchemaRegistryClient client) {
        this.given = client;
        this.client = client;
    }

    @Override
    public void configure(Map<String, ?> configuration, boolean isKey) {
        Settings settings = new Settings(configuration);
        this.isKey = isKey;
        this.strategy = SubjectNameStrategy.of(settings, isKey);
        this.autoRegister = settings.flag("auto.register.schemas", true);
        this.useSchemaId = settings.integer("use.schema.id", -1, -1);
        this.idStrict = settings.flag("id.compatibility.strict", true);
        this.latestStrict = settings.flag("latest.compatibility.strict", true);
        this.useLatest = settings.flag("use.latest.version", false);
        this.normalize = settings.flag("normalize.schemas", false);
        if (given == null) {
            this.client = SchemaRegistry.connect(configuration);
        }
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable T value) {
        return value == null ? null : serialize(topic, schemaOf(value), value);
    }

    /** Also takes away the header in which another serializer named the schema: it would contradict the prefix. */
    @Override
    public byte @Nullable [] serialize(String topic, Headers headers, @Nullable T value) {
        headers.remove(WireFormat.schemaIdHeader(isKey));
        return serialize(topic, value);
    }

    @Override
    public void close() {
        if (given == null && client != null) {
            client.close();
        }
    }

    /** Writes a value that does not carry its schema, such as a map. */
    public byte[] serialize(String topic, Schema schema, Object value) {
        Target target = target(strategy.subject(topic, isKey, schema), schema);
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try {
            WireFormat.writePrefix(out, target.id());
            if (schema.getType() == Schema.Type.BYTES) {
                out.write(bytes(value));
            } else if (target.schema().equals(schema)) {
                write(schema, value, out);
            } else {
                ByteArrayOutputStream own = new ByteArrayOutputStream(256);
                write(schema, value, own);
                Object resolved = new GenericDatumReader<>(schema, target.schema())
                        .read(null, new CheckedDecoder(own.toByteArray(), 0));
                write(target.schema(), resolved, out);
            }
            return out.toByteArray();
        } catch (IOException | RuntimeException e) {
            throw new SerializationException(
                    "cannot write " + schema.getFullName() + " to topic " + topic + ": " + e.getMessage(), e);
        }
    }

    private Target target(String subject, Schema schema) {
        SchemaRegistryClient registry = client;
        if (registry == null) {
            throw new ConfigException(RegistryOptions.URL + ": the serializer was not configured");
        }
        if (autoRegister) {
            return new Target(registry.register(subject, schema, normalize), schema);
        }
        if (useSchemaId >= 0) {
            Schema fixed = registry.schemaById(useSchemaId);
            return compatible(new Evolution("schema id " + useSchemaId, schema, fixed), idStrict, useSchemaId);
        }
        if (!useLatest) {
            return new Target(registry.lookup(subject, schema, normalize), schema);
        }
        RegisteredSchema latest = registry.latest(subject);
        Evolution evolution = new Evolution("the newest schema of subject " + subject, schema, latest.schema());
        return compatible(evolution, latestStrict, latest.id());
    }

    private Target compatible(Evolution evolution, boolean strict, int id) {
        if (strict) {
            var unused = evolutions.get(evolution);
        }
        return new Target(id, evolution.to());
    }

    private static boolean check(Evolution evolution) {
        var problems = Compatibility.BACKWARD.problems(evolution.to(), List.of(evolution.from()));
        if (!problems.isEmpty()) {
            throw new SerializationException(evolution.target() + " cannot take a "
                    + evolution.from().getFullName() + ": " + String.join("; ", problems)
                    + ". To write what fits all the same, set latest.compatibility.strict (or id.compatibility.strict)"
                    + " to false");
        }
        return true;
    }

    private static Schema schemaOf(Object value) {
        return switch (value) {
            case GenericContainer container -> container.getSchema();
            case CharSequence unused -> Schema.create(Schema.Type.STRING);
            case Integer unused -> Schema.create(Schema.Type.INT);
            case Long unused -> Schema.create(Schema.Type.LONG);
            case Float unused -> Schema.create(Schema.Type.FLOAT);
            case Double unused -> Schema.create(Schema.Type.DOUBLE);
            case Boolean unused -> Schema.create(Schema.Type.BOOLEAN);
            case byte[] unused -> Schema.create(Schema.Type.BYTES);
            case ByteBuffer unused -> Schema.create(Schema.Type.BYTES);
            default ->
                throw new SerializationException(
                        "found a " + value.getClass().getName()
                                + ", expected an Avro record or another value that has a schema, a string, a number, a boolean or bytes");
        };
    }

    private static void write(Schema schema, Object value, ByteArrayOutputStream out) throws IOException {
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
        if (value instanceof SpecificRecord) {
            new SpecificDatumWriter<>(schema, SpecificData.getForClass(value.getClass())).write(value, encoder);
        } else {
            new GenericDatumWriter<>(schema).write(value, encoder);
        }
        encoder.flush();
    }

    private static byte[] bytes(Object value) {
        if (value instanceof byte[] array) {
            return array;
        }
        ByteBuffer buffer = ((ByteBuffer) value).duplicate();
        byte[] array = new byte[buffer.remaining()];
        buffer.get(array);
        return array;
    }
}
