package io.dragoman.registry;

import java.util.UUID;
import org.apache.avro.Schema;

/**
 * What a serde asks of a schema registry. Threading: safe for use by many threads.
 *
 * <p>Every method throws {@link RegistryException} when the registry does not answer or refuses.
 */
public interface SchemaRegistryClient extends AutoCloseable {
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

    /**
     * The schema that messages with this GUID in their header were written with. A registry older than Confluent's 8.0
     * has no GUIDs and answers 404.
     */
    Schema schemaByGuid(UUID guid);

    /** The subject's newest version; may be as old as the configured {@code latest.cache.ttl.sec}. */
    RegisteredSchema latest(String subject);

    @Override
    void close();
}
