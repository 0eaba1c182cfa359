package io.dragoman.registry;

import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Avro in the Confluent wire format, with Confluent's own configuration keys: {@code schema.registry.url}, {@code
 * auto.register.schemas}, {@code use.latest.version}, {@code normalize.schemas}, {@code key.subject.name.strategy},
 * {@code value.subject.name.strategy}, {@code specific.avro.reader}, {@code basic.auth.*}, {@code bearer.auth.*} and
 * {@code schema.registry.ssl.*}. As with Confluent's, {@code use.latest.version} counts only when {@code
 * auto.register.schemas} is false.
 */
public final class AvroSerde<T> implements Serde<T> {
    private final AvroSerializer<T> serializer;
    private final AvroDeserializer<T> deserializer;

    /** Connects as {@link #configure} says. */
    public AvroSerde() {
        this(null, null);
    }

    /**
     * Uses this client and leaves it open; without a client, connects as {@link #configure} says.
     *
     * @param readerSchema what to read every message as; null: the generated class's with {@code specific.avro.reader},
     *     otherwise the writer's
     */
    public AvroSerde(@Nullable SchemaRegistryClient client, @Nullable Schema readerSchema) {
        this.serializer = new AvroSerializer<>(client);
        this.deserializer = new AvroDeserializer<>(client, readerSchema);
    }

    /** A serde of one generated class, whatever schema the writer used; connects as {@link #configure} says. */
    public static <T extends SpecificRecord> AvroSerde<T> of(Class<T> type) {
        return new AvroSerde<>(null, SpecificData.get().getSchema(type));
    }

    @Override
    public void configure(Map<String, ?> configuration, boolean isKey) {
        serializer.configure(configuration, isKey);
        deserializer.configure(configuration, isKey);
    }

    @Override
    public Serializer<T> serializer() {
        return serializer;
    }

    @Override
    public Deserializer<T> deserializer() {
        return deserializer;
    }

    @Override
    public void close() {
        serializer.close();
        deserializer.close();
    }
}
