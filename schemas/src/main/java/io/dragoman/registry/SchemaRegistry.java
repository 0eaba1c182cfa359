package io.dragoman.registry;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * The registry as people and deployment tools see it: subjects with their versions, and the rules for new ones.
 * Threading: safe for use by many threads.
 *
 * <p>Every method throws {@link RegistryException} when the registry does not answer or refuses.
 */
public interface SchemaRegistry extends SchemaRegistryClient {
    /**
     * The registry that the configuration describes: {@link InMemoryRegistry} for {@code mock://NAME}, otherwise {@link
     * HttpSchemaRegistryClient}.
     *
     * @param configuration Confluent's keys; {@code schema.registry.url} is required
     * @throws ConfigException when a key's value is not understood
     */
    static SchemaRegistry connect(Map<String, ?> configuration) {
        RegistryOptions options = RegistryOptions.of(configuration);
        String mock = options.mockName();
        return mock != null ? InMemoryRegistry.named(mock) : new HttpSchemaRegistryClient(options);
    }

    /**
     * Registers a text as it stands, with the types it takes from other subjects, unless the subject has it already.
     *
     * @return the schema's id
     */
    int register(String subject, SchemaText text, boolean normalize);

    /**
     * The subject's version with this text.
     *
     * @param deleted also look among softly deleted versions
     */
    RegisteredSchema lookup(String subject, SchemaText text, boolean normalize, boolean deleted);

    /** All subjects, in the registry's order. */
    List<String> subjects();

    /** The versions of a subject, oldest first. */
    List<Integer> versions(String subject);

    /** One version of a subject, from 1. */
    RegisteredSchema version(String subject, int version);

    /** What keeps the text from becoming the subject's next version by its rule; empty when nothing does. */
    List<String> problems(String subject, SchemaText text);

    /** The rule for a subject; null asks for the rule of all subjects without their own. */
    Compatibility compatibility(@Nullable String subject);

    /** Sets the rule for a subject, or, for null, for all subjects without their own. */
    void setCompatibility(@Nullable String subject, Compatibility rule);
}
