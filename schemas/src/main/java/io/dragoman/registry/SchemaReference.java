package io.dragoman.registry;

import java.util.Objects;

/**
 * A named type that a schema takes from another subject.
 *
 * @param name full name of the type, as the schema writes it
 * @param version version of {@code subject}, from 1
 */
public record SchemaReference(String name, String subject, int version) {
    public SchemaReference {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(subject, "subject");
        if (version < 1) {
            throw new IllegalArgumentException(
                    "version of the reference to " + name + ": found " + version + ", expected 1 or more");
        }
    }
}
