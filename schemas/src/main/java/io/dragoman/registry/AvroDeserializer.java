package io.dragoman.registry;

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
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads Avro values in the Confluent wire format. The writer's schema comes from the registry; the reader's is the
 * generated class's with {@code specific.avro.reader}, otherwise the writer's own. A top-level {@code string} becomes a
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
    private final LoadingCache<Integer, Reading> readings =
            new LoadingCache<>(KEPT_READERS, null, Duration.ZERO, this::reading);

    /** How bodies of one schema id are read. */
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
        this.specific = new Settings(configuration).flag("specific.avro.reader", false);
        if (given == null) {
            this.client = SchemaRegistryClient.connect(configuration);
        }
    }

    @Override
    public @Nullable T deserialize(String topic, Headers headers, byte @Nullable [] data) {
        String header = WireFormat.schemaIdHeader(isKey);
        if (data != null && headers.lastHeader(header) != null) {
            throw new UndecodableRecordException("found the schema id in header " + header
                    + ", expected it in the first five bytes: set the producer to prefix its messages");
        }
        return deserialize(topic, data);
    }

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable T deserialize(String topic, byte @Nullable [] data) {
        return data == null ? null : (T) decode(data);
    }

    @Override
    public void close() {
        if (given == null && client != null) {
            client.close();
        }
    }

    private Object decode(byte[] data) {
        int id = WireFormat.schemaId(data);
        Reading reading;
        try {
            reading = readings.get(id);
        } catch (RegistryException e) {
            if (e.errorCode() == RegistryException.SCHEMA_NOT_FOUND) {
                throw new UndecodableRecordException("found schema id " + id + ", which the registry does not know", e);
            }
            throw e;
        }
        if (reading.writer().getType() == Schema.Type.BYTES) {
            return Arrays.copyOfRange(data, WireFormat.PREFIX_LENGTH, data.length);
        }
        try {
            Object value = reading.reader().read(null, new CheckedDecoder(data, WireFormat.PREFIX_LENGTH));
            return value instanceof CharSequence text ? text.toString() : value;
        } catch (IOException | RuntimeException | StackOverflowError e) {
            String why = e instanceof StackOverflowError ? "nested too deeply" : String.valueOf(e.getMessage());
            throw new UndecodableRecordException(
                    "found bytes that are not Avro of schema id " + id + " ("
                            + reading.writer().getFullName() + "): " + why,
                    // An IOException as cause would pass for an outage, and the record would be read again for ever.
                    e instanceof IOException ? null : e);
        }
    }

    private Reading reading(int id) {
        SchemaRegistryClient registry = client;
        if (registry == null) {
            throw new ConfigException(RegistryOptions.URL + ": the deserializer was not configured");
        }
        Schema writer = registry.schemaById(id);
        return new Reading(writer, reader(writer));
    }

    private DatumReader<Object> reader(Schema writer) {
        if (readerSchema != null) {
            Class<?> type = generatedClass(readerSchema);
            return type == null
                    ? new GenericDatumReader<>(writer, readerSchema)
                    : new SpecificDatumReader<>(writer, readerSchema, SpecificData.getForClass(type));
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
