package io.dragoman.registry;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/** What a new version of a subject owes the earlier ones; the names are the registry's. */
public enum Compatibility {
    NONE(false, false, false),
    /** The new schema reads what the newest one wrote. */
    BACKWARD(true, false, false),
    BACKWARD_TRANSITIVE(true, false, true),
    /** The newest schema reads what the new one writes. */
    FORWARD(false, true, false),
    FORWARD_TRANSITIVE(false, true, true),
    FULL(true, true, false),
    FULL_TRANSITIVE(true, true, true);

    private final boolean backward;
    private final boolean forward;
    private final boolean transitive;

    Compatibility(boolean backward, boolean forward, boolean transitive) {
        this.backward = backward;
        this.forward = forward;
        this.transitive = transitive;
    }

    /**
     * The rule of this name.
     *
     * @throws RegistryException 422 when there is none
     */
    public static Compatibility named(String name) {
        return Arrays.stream(values())
                .filter(rule -> rule.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new RegistryException(422, 42203, "Invalid compatibility level: " + name));
    }

    /**
     * What is wrong with the candidate; empty when nothing is.
     *
     * @param earlier oldest first
     */
    public List<String> problems(Schema candidate, List<Schema> earlier) {
        List<String> problems = new ArrayList<>();
        int first = transitive ? 0 : Math.max(0, earlier.size() - 1);
        for (Schema other : earlier.subList(first, earlier.size())) {
            if (backward) {
                addProblems(candidate, other, problems);
            }
            if (forward) {
                addProblems(other, candidate, problems);
            }
        }
        return problems;
    }

    private static void addProblems(Schema reader, Schema writer, List<String> problems) {
        var result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer)
                .getResult();
        if (result.getCompatibility() != SchemaCompatibilityType.COMPATIBLE) {
            result.getIncompatibilities()
                    .forEach(i -> problems.add(i.getType() + " at " + i.getLocation() + ": " + i.getMessage()));
        }
    }
}
