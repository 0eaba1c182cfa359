package io.dragoman.registry;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A registry in this process, with the answers and error codes of the real one. New versions must be {@link
 * Compatibility#BACKWARD} compatible unless set otherwise. Two schemas are the same when Avro prints them the same;
 * {@code normalize} changes nothing beyond that. Threading: safe.
 */
public final class InMemoryRegistry implements SchemaRegistry {
    private static final Map<String, InMemoryRegistry> NAMED = new ConcurrentHashMap<>();

    private final Map<String, List<RegisteredSchema>> subjects = new TreeMap<>();
    private final Map<Integer, RegisteredSchema> byId = new HashMap<>();
    private final Map<UUID, RegisteredSchema> byGuid = new HashMap<>();
    private final Map<SchemaText, Integer> ids = new HashMap<>();
    private final Map<String, Compatibility> compatibilities = new HashMap<>();
    private Compatibility compatibility = Compatibility.BACKWARD;
    private int nextId;

    public InMemoryRegistry() {
        this(1);
    }

    /**
     * Creates an empty registry.
     *
     * @param firstId the first schema's id
     */
    public InMemoryRegistry(int firstId) {
        this.nextId = firstId;
    }

    /** The registry that {@code mock://NAME} means, the same one for everybody in this process. */
    public static InMemoryRegistry named(String name) {
        return NAMED.computeIfAbsent(name, unused -> new InMemoryRegistry());
    }

    /** Forgets the registry of {@code mock://NAME}; whoever holds it may go on using it. */
    public static void forget(String name) {
        NAMED.remove(name);
    }

    @Override
    public int register(String subject, Schema schema, boolean normalize) {
        return register(subject, SchemaText.of(schema)).id();
    }

    @Override
    public int register(String subject, SchemaText text, boolean normalize) {
        return register(subject, text).id();
    }

    /** Registers a text as the subject's newest version, unless the subject has it already. */
    public synchronized RegisteredSchema register(String subject, SchemaText text) {
        Schema schema = text.parse(this::reference);
        RegisteredSchema known = find(subject, schema, text);
        if (known != null) {
            return known;
        }
        List<String> problems = problems(subject, text);
        if (!problems.isEmpty()) {
            throw new RegistryException(
                    409,
                    RegistryException.INCOMPATIBLE_SCHEMA,
                    "Schema being registered is incompatible with an earlier schema for subject \"" + subject + "\": "
                            + String.join("; ", problems));
        }
        List<RegisteredSchema> versions = subjects.computeIfAbsent(subject, unused -> new ArrayList<>());
        int id = ids.computeIfAbsent(canonical(schema, text), unused -> nextId++);
        RegisteredSchema added = new RegisteredSchema(subject, versions.size() + 1, id, text, schema);
        versions.add(added);
        byId.putIfAbsent(id, added);
        byGuid.putIfAbsent(guid(added), added);
        return added;
    }

    @Override
    public int lookup(String subject, Schema schema, boolean normalize) {
        return lookup(subject, SchemaText.of(schema), normalize, false).id();
    }

    /** Nothing is ever deleted here: {@code deleted} changes nothing. */
    @Override
    public synchronized RegisteredSchema lookup(String subject, SchemaText text, boolean normalize, boolean deleted) {
        var unused = history(subject);
        RegisteredSchema known = find(subject, text.parse(this::reference), text);
        if (known == null) {
            throw new RegistryException(404, RegistryException.SCHEMA_NOT_FOUND, "Schema not found");
        }
        return known;
    }

    @Override
    public Schema schemaById(int id) {
        return byId(id).schema();
    }

    /** The first version that got this id. */
    public synchronized RegisteredSchema byId(int id) {
        RegisteredSchema found = byId.get(id);
        if (found == null) {
            throw new RegistryException(404, RegistryException.SCHEMA_NOT_FOUND, "Schema " + id + " not found");
        }
        return found;
    }

    @Override
    public Schema schemaByGuid(UUID guid) {
        return byGuid(guid).schema();
    }

    /** The first version that got this GUID. */
    public synchronized RegisteredSchema byGuid(UUID guid) {
        RegisteredSchema found = byGuid.get(guid);
        if (found == null) {
            throw new RegistryException(404, RegistryException.SCHEMA_NOT_FOUND, "Schema " + guid + " not found");
        }
        return found;
    }

    /** A name-based UUID of the schema and its references; a real registry's is another. */
    public static UUID guid(RegisteredSchema schema) {
        String canonical = canonical(schema.schema(), schema.text()).toString();
        return UUID.nameUUIDFromBytes(canonical.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public RegisteredSchema latest(String subject) {
        return history(subject).getLast();
    }

    /** In alphabetic order. */
    @Override
    public synchronized List<String> subjects() {
        return List.copyOf(subjects.keySet());
    }

    @Override
    public List<Integer> versions(String subject) {
        return history(subject).stream().map(RegisteredSchema::version).toList();
    }

    private synchronized List<RegisteredSchema> history(String subject) {
        List<RegisteredSchema> versions = subjects.get(subject);
        if (versions == null) {
            throw new RegistryException(
                    404, RegistryException.SUBJECT_NOT_FOUND, "Subject '" + subject + "' not found.");
        }
        return List.copyOf(versions);
    }

    @Override
    public RegisteredSchema version(String subject, int version) {
        List<RegisteredSchema> versions = history(subject);
        if (version < 1 || version > versions.size()) {
            throw new RegistryException(404, RegistryException.VERSION_NOT_FOUND, "Version " + version + " not found.");
        }
        return versions.get(version - 1);
    }

    @Override
    public synchronized List<String> problems(String subject, SchemaText text) {
        List<Schema> earlier = subjects.getOrDefault(subject, List.of()).stream()
                .map(RegisteredSchema::schema)
                .toList();
        return compatibility(subject).problems(text.parse(this::reference), earlier);
    }

    @Override
    public synchronized Compatibility compatibility(@Nullable String subject) {
        return subject == null ? compatibility : compatibilities.getOrDefault(subject, compatibility);
    }

    @Override
    public synchronized void setCompatibility(@Nullable String subject, Compatibility rule) {
        if (subject == null) {
            compatibility = rule;
        } else {
            compatibilities.put(subject, rule);
        }
    }

    /** Does nothing: others may hold the same registry. */
    @Override
    public void close() {}

    private @Nullable RegisteredSchema find(String subject, Schema schema, SchemaText text) {
        SchemaText wanted = canonical(schema, text);
        for (RegisteredSchema version : subjects.getOrDefault(subject, List.of())) {
            if (canonical(version.schema(), version.text()).equals(wanted)) {
                return version;
            }
        }
        return null;
    }

    private SchemaText reference(SchemaReference reference) {
        return version(reference.subject(), reference.version()).text();
    }

    private static SchemaText canonical(Schema schema, SchemaText text) {
        return new SchemaText(schema.toString(), text.references());
    }
}
