package io.dragoman.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A registry behind its REST interface. What a serde asks is cached, what tools ask is not, except versions. Ids and schemas never change, so they are cached without a time limit; the
 * newest version of a subject and "not found" are cached for the configured time. Threading: safe.
 */
public final class HttpSchemaRegistryClient implements SchemaRegistry {
    private final HttpTransport transport;
    private final LoadingCache<Integer, Schema> schemas;
    private final LoadingCache<UUID, Schema> schemasByGuid;
    private final LoadingCache<SchemaReference, SchemaText> references;
    private final LoadingCache<Version, RegisteredSchema> versions;
    private final LoadingCache<Registration, Integer> registrations;
    private final LoadingCache<Registration, Integer> lookups;
    private final LoadingCache<String, RegisteredSchema> latest;

    private record Registration(String subject, Schema schema, boolean normalize) {}

    private record Version(String subject, int version) {}

    HttpSchemaRegistryClient(RegistryOptions options) {
        this.transport = new HttpTransport(options);
        int size = options.cacheSize();
        Duration missing = options.notFoundTtl();
        this.schemas = new LoadingCache<>(size, null, missing, this::loadSchema);
        this.schemasByGuid = new LoadingCache<>(size, null, missing, this::loadSchema);
        this.versions = new LoadingCache<>(size, null, missing, this::loadVersion);
        this.references = new LoadingCache<>(size, null, missing, this::loadReference);
        this.registrations = new LoadingCache<>(size, null, Duration.ZERO, this::loadRegistration);
        this.lookups = new LoadingCache<>(size, null, missing, this::loadLookup);
        this.latest = new LoadingCache<>(size, options.latestTtl(), missing, this::loadLatest);
    }

    @Override
    public int register(String subject, Schema schema, boolean normalize) {
        return registrations.get(new Registration(subject, schema, normalize));
    }

    @Override
    public int lookup(String subject, Schema schema, boolean normalize) {
        return lookups.get(new Registration(subject, schema, normalize));
    }

    @Override
    public Schema schemaById(int id) {
        return schemas.get(id);
    }

    @Override
    public Schema schemaByGuid(UUID guid) {
        return schemasByGuid.get(guid);
    }

    @Override
    public RegisteredSchema latest(String subject) {
        return latest.get(subject);
    }

    @Override
    public int register(String subject, SchemaText text, boolean normalize) {
        return id(transport.post(subjectPath(subject) + "/versions" + query(normalize, false), body(text)));
    }

    @Override
    public RegisteredSchema lookup(String subject, SchemaText text, boolean normalize, boolean deleted) {
        return registered(subject, transport.post(subjectPath(subject) + query(normalize, deleted), body(text)));
    }

    @Override
    public List<String> subjects() {
        List<String> subjects = new ArrayList<>();
        transport.get("/subjects").forEach(name -> subjects.add(name.asText()));
        return subjects;
    }

    @Override
    public List<Integer> versions(String subject) {
        List<Integer> numbers = new ArrayList<>();
        transport.get(subjectPath(subject) + "/versions").forEach(number -> numbers.add(number.asInt()));
        return numbers;
    }

    @Override
    public RegisteredSchema version(String subject, int version) {
        return versions.get(new Version(subject, version));
    }

    @Override
    public List<String> problems(String subject, SchemaText text) {
        String path = "/compatibility" + subjectPath(subject) + "/versions/latest?verbose=true";
        JsonNode answer;
        try {
            answer = transport.post(path, body(text));
        } catch (RegistryException e) {
            if (e.notFound()) {
                return List.of(); // a subject without versions takes any
            }
            throw e;
        }
        if (answer.path("is_compatible").asBoolean()) {
            return List.of();
        }
        List<String> problems = new ArrayList<>();
        answer.path("messages").forEach(message -> problems.add(message.asText()));
        return problems.isEmpty() ? List.of("incompatible; the registry did not say why") : problems;
    }

    @Override
    public Compatibility compatibility(@Nullable String subject) {
        String own = subject == null ? "" : "?defaultToGlobal=true";
        JsonNode answer = transport.get(configPath(subject) + own);
        return Compatibility.named(
                HttpTransport.required(answer, "compatibilityLevel", true).textValue());
    }

    @Override
    public void setCompatibility(@Nullable String subject, Compatibility rule) {
        var unused = transport.put(
                configPath(subject), JsonNodeFactory.instance.objectNode().put("compatibility", rule.name()));
    }

    @Override
    public void close() {
        transport.close();
    }

    private int loadRegistration(Registration r) {
        return register(r.subject(), SchemaText.of(r.schema()), r.normalize());
    }

    private int loadLookup(Registration r) {
        String path = subjectPath(r.subject()) + query(r.normalize(), false);
        return id(transport.post(path, body(SchemaText.of(r.schema()))));
    }

    private Schema loadSchema(int id) {
        return text(transport.get("/schemas/ids/" + id)).parse(references::get);
    }

    private Schema loadSchema(UUID guid) {
        return text(transport.get("/schemas/guids/" + guid)).parse(references::get);
    }

    private SchemaText loadReference(SchemaReference reference) {
        return text(
                transport.get(subjectPath(reference.subject()) + "/versions/" + reference.version() + "?deleted=true"));
    }

    private RegisteredSchema loadVersion(Version v) {
        return registered(v.subject(), transport.get(subjectPath(v.subject()) + "/versions/" + v.version()));
    }

    private RegisteredSchema loadLatest(String subject) {
        return registered(subject, transport.get(subjectPath(subject) + "/versions/latest"));
    }

    private RegisteredSchema registered(String subject, JsonNode answer) {
        SchemaText text = text(answer);
        int version = HttpTransport.required(answer, "version", false).intValue();
        return new RegisteredSchema(subject, version, id(answer), text, text.parse(references::get));
    }

    private static int id(JsonNode answer) {
        return HttpTransport.required(answer, "id", false).intValue();
    }

    private static SchemaText text(JsonNode answer) {
        String type = answer.path("schemaType").asText("AVRO");
        if (!type.equals("AVRO")) {
            throw HttpTransport.malformed("answer", "found a schema of type " + type, 200);
        }
        List<SchemaReference> references = new ArrayList<>();
        for (JsonNode r : answer.path("references")) {
            references.add(new SchemaReference(
                    HttpTransport.required(r, "name", true).textValue(),
                    HttpTransport.required(r, "subject", true).textValue(),
                    HttpTransport.required(r, "version", false).intValue()));
        }
        return new SchemaText(HttpTransport.required(answer, "schema", true).textValue(), references);
    }

    private static ObjectNode body(SchemaText text) {
        ObjectNode body = JsonNodeFactory.instance.objectNode().put("schema", text.text());
        if (!text.references().isEmpty()) {
            ArrayNode references = body.putArray("references");
            for (SchemaReference r : text.references()) {
                references
                        .addObject()
                        .put("name", r.name())
                        .put("subject", r.subject())
                        .put("version", r.version());
            }
        }
        return body;
    }

    private static String query(boolean normalize, boolean deleted) {
        return (normalize ? "?normalize=true" : "") + (deleted ? (normalize ? "&" : "?") + "deleted=true" : "");
    }

    private static String configPath(@Nullable String subject) {
        return subject == null ? "/config" : "/config/" + encoded(subject);
    }

    private static String subjectPath(String subject) {
        return "/subjects/" + encoded(subject);
    }

    private static String encoded(String subject) {
        return URLEncoder.encode(subject, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A");
    }
}
