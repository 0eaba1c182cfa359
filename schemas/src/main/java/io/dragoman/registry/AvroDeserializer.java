package io.dragoman.registry;

import io.dragoman.registry.WireFormat.SchemaGuid;
import io.dragoman.registry.WireFormat.SchemaId;
import io.dragoman.registry.WireFormat.SchemaKey;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DatumReader;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads Avro values in the Confluent wire format. The writer's schema comes from the registry; the reader's is the
 * one given, or the subject's newest version with {@code use.latest.version}, or the generated class's with {@code
 * specific.avro.reader}, otherwise the writer's own. A header that names the schema wins over the prefix. A top-level {@code string} becomes a
 * {@link String}, a top-level {@code bytes} the raw {@code byte[]}. Threading: safe once configured.
 *
 * <p>Throws {@link UndecodableRecordException} for bytes that can never be decoded and {@link RegistryException} when
 * the registry fails; nothing else, whatever the bytes.
 */
public final class AvroDeserializer<T> implements Deserializer<T> {
    private static final int KEPT_READERS = 1000;

    private final @Nullable SchemaRegistryClient given;
    private final @Nullable Schema readerSchema;
    private @Nullable SchemaRegistryClient client;
    private boolean isKey;
    private boolean specific;
    private boolean useLatest;
    private SubjectNameStrategy strategy = SubjectNameStrategy.TOPIC;
    private final LoadingCache<Resolution, Reading> readings =
            new LoadingCache<>(KEPT_READERS, null, Duration.ZERO, this::reading);

    /** A writer's schema and what to read it as; null leaves that to the writer's schema. */
    private record Resolution(SchemaKey writer, @Nullable Schema reader) {}

    /** How bodies of one schema are read. */
    private record Reading(Schema writer, DatumReader<Object> reader) {}

    /** For Kafka, which calls {@link #configure} next. */
    public AvroDeserializer() {
        this(null, null);
    }

    /**
     * Uses this client rather than the one configured, and leaves it open.
     *
     * @param readerSchema what to read every message as; null: see the class comment
     */
    public AvroDeserializer(@Nullable SchemaRegistryClient client, @Nullable Schema readerSchema) {
        this.given = client;
        this.client = client;
        this.readerSchema = readerSchema;
    }

    @Override
    public void configure(Map<String, ?> configuration, boolean isKey) {
        this.isKey = isKey;
        Settings settings = new Settings(configuration);
        this.specific = settings.flag("specific.avro.reader", false);
        this.useLatest = settings.flag("use.latest.version", false);
        this.strategy = SubjectNameStrategy.of(settings, isKey);
        if (given == null) {
            this.client = SchemaRegistry.connect(configuration);
        }
    }

    @Override
    public @Nullable T deserialize(String topic, Headers headers, byte @Nullable [] data) {
        String name = WireFormat.schemaIdHeader(isKey);
        Header header = headers.lastHeader(name);
        return data == null || header == null
                ? deserialize(topic, data)
                : cast(decode(topic, WireFormat.schemaKey(name, header.value()), data, 0));
    }

    @Override
    public @Nullable T deserialize(String topic, byte @Nullable [] data) {
        return data == null
                ? null
                : cast(decode(topic, new SchemaId(WireFormat.schemaId(data)), data, WireFormat.PREFIX_LENGTH));
    }

    @SuppressWarnings("unchecked")
    private T cast(Object value) {
        return (T) value;
    }

    @Override
    public void close() {
        if (given == null && client != null) {
            client.close();
        }
    }

    private Object decode(String topic, SchemaKey key, byte[] data, int offset) {
        Reading reading;
        try {
            reading = readings.get(new Resolution(key, readerSchema(topic, key)));
        } catch (RegistryException e) {
            // A registry without GUIDs says 404 and no more.
            boolean noGuids = key instanceof SchemaGuid && e.status() == 404;
            if (e.errorCode() == RegistryException.SCHEMA_NOT_FOUND || noGuids) {
                throw new UndecodableRecordException("found " + key + ", which the registry does not know", e);
            }
            throw e;
        }
        if (reading.writer().getType() == Schema.Type.BYTES) {
            return Arrays.copyOfRange(data, offset, data.length);
        }
        try {
            Object value = reading.reader().read(null, new CheckedDecoder(data, offset));
            return value instanceof CharSequence text ? text.toString() : value;
        } catch (IOException | RuntimeException | StackOverflowError e) {
            String why = e instanceof StackOverflowError ? "nested too deeply" : String.valueOf(e.getMessage());
            throw new UndecodableRecordException(
                    "found bytes that are not Avro of " + key + " ("
                            + reading.writer().getFullName() + "): " + why,
                    // An IOException as cause would pass for an outage, and the record would be read again for ever.
                    e instanceof IOException ? null : e);
        }
    }

    private @Nullable Schema readerSchema(String topic, SchemaKey key) {
        if (readerSchema != null || !useLatest) {
            return readerSchema;
        }
        String subject = strategy.subject(topic, isKey, writerSchema(key));
        return registry().latest(subject).schema();
    }

    private Reading reading(Resolution resolution) {
        Schema writer = writerSchema(resolution.writer());
        return new Reading(writer, reader(writer, resolution.reader()));
    }

    private Schema writerSchema(SchemaKey key) {
        return switch (key) {
            case SchemaId id -> registry().schemaById(id.id());
            case SchemaGuid guid -> registry().schemaByGuid(guid.guid());
        };
    }

    private SchemaRegistryClient registry() {
        SchemaRegistryClient registry = client;
        if (registry == null) {
            throw new ConfigException(RegistryOptions.URL + ": the deserializer was not configured");
        }
        return registry;
    }

    private DatumReader<Object> reader(Schema writer, @Nullable Schema reader) {
        if (reader != null) {
            Class<?> type = generatedClass(reader);
            return type == null
                    ? new GenericDatumReader<>(writer, reader)
                    : new SpecificDatumReader<>(writer, reader, SpecificData.getForClass(type));
        }
        if (!specific || writer.getType() != Schema.Type.RECORD) {
            return new GenericDatumReader<>(writer, writer);
        }
        Class<?> type = generatedClass(writer);
        if (type == null) {
            throw new UndecodableRecordException("found a record " + writer.getFullName()
                    + ", expected one that a class was generated for (specific.avro.reader is true)");
        }
        SpecificData data = SpecificData.getForClass(type);
        return new SpecificDatumReader<>(writer, data.getSchema(type), data);
    }

    private static @Nullable Class<?> generatedClass(Schema schema) {
        if (schema.getType() != Schema.Type.RECORD) {
            return null;
        }
        Class<?> type = SpecificData.get().getClass(schema);
        return type != null && SpecificRecord.class.isAssignableFrom(type) ? type : null;
    }
}
