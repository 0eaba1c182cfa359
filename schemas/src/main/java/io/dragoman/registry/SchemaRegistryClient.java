package io.dragoman.registry;

import java.util.Map;
import org.apache.avro.Schema;

/**
 * What a serde asks of a schema registry. Threading: safe for use by many threads.
 *
 * <p>Every method throws {@link RegistryException} when the registry does not answer or refuses.
 */
public interface SchemaRegistryClient extends AutoCloseable {
    /**
     * The client that the configuration describes: {@link InMemoryRegistry} for {@code mock://NAME}, otherwise {@link
     * HttpSchemaRegistryClient}.
     *
     * @param configuration Confluent's keys; {@code schema.registry.url} is required
     * @throws org.apache.kafka.common.config.ConfigException when a key's value is not understood
     */
    static SchemaRegistryClient connect(Map<String, ?> configuration) {
        RegistryOptions options = RegistryOptions.of(configuration);
        String mock = options.mockName();
        return mock != null ? InMemoryRegistry.named(mock) : new HttpSchemaRegistryClient(options);
    }

    /**
     * Registers the schema as the subject's newest version, unless the subject has it already.
     *
     * @return the schema's id
     */
    int register(String subject, Schema schema, boolean normalize);

    /** The id of a schema that the subject has already. */
    int lookup(String subject, Schema schema, boolean normalize);

    /** The schema that messages with this id were written with. */
    Schema schemaById(int id);

    /** The subject's newest version; may be as old as the configured {@code latest.cache.ttl.sec}. */
    RegisteredSchema latest(String subject);

    @Override
    void close();
}
