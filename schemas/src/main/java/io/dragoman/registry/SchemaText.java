package io.dragoman.registry;

import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.apache.avro.Schema;

/**
 * An Avro schema as the registry stores it: its JSON text and the types it takes from other subjects.
 *
 * @param text JSON, exactly as registered
 */
public record SchemaText(String text, List<SchemaReference> references) {
    public SchemaText {
        Objects.requireNonNull(text, "text");
        references = List.copyOf(references);
    }

    /** The text of a schema that stands alone. */
    public static SchemaText of(Schema schema) {
        return new SchemaText(schema.toString(), List.of());
    }

    /**
     * Parses the text after the types it refers to.
     *
     * @param resolver gives the text of a reference
     * @throws RegistryException 422 when the text is no Avro schema
     */
    Schema parse(Function<SchemaReference, SchemaText> resolver) {
        Schema.Parser parser = new Schema.Parser().setValidateDefaults(false);
        return parse(parser, resolver, new HashSet<>());
    }

    private Schema parse(
            Schema.Parser parser, Function<SchemaReference, SchemaText> resolver, Set<SchemaReference> known) {
        for (SchemaReference reference : references) {
            if (known.add(reference)) {
                var unused = resolver.apply(reference).parse(parser, resolver, known);
            }
        }
        try {
            return parser.parse(text);
        } catch (RuntimeException | StackOverflowError e) { // Avro throws a NullPointerException for an unknown type
            throw new RegistryException(422, RegistryException.INVALID_SCHEMA, "Invalid schema: " + e.getMessage(), e);
        }
    }
}
