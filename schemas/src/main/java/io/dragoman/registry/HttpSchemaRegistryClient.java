package io.dragoman.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/**
 * A registry behind its REST interface. Ids and schemas never change, so they are cached without a time limit; the
 * newest version of a subject and "not found" are cached for the configured time. Threading: safe.
 */
public final class HttpSchemaRegistryClient implements SchemaRegistryClient {
    private final HttpTransport transport;
    private final LoadingCache<Integer, Schema> schemas;
    private final LoadingCache<SchemaReference, SchemaText> references;
    private final LoadingCache<Registration, Integer> registrations;
    private final LoadingCache<Registration, Integer> lookups;
    private final LoadingCache<String, RegisteredSchema> latest;

    private record Registration(String subject, Schema schema, boolean normalize) {
        String query() {
            return normalize ? "?normalize=true" : "";
        }
    }

    HttpSchemaRegistryClient(RegistryOptions options) {
        this.transport = new HttpTransport(options);
        int size = options.cacheSize();
        Duration missing = options.notFoundTtl();
        this.schemas = new LoadingCache<>(size, null, missing, this::loadSchema);
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
    public RegisteredSchema latest(String subject) {
        return latest.get(subject);
    }

    @Override
    public void close() {
        transport.close();
    }

    private int loadRegistration(Registration r) {
        String path = subjectPath(r.subject()) + "/versions" + r.query();
        return id(transport.post(path, body(r.schema())));
    }

    private int loadLookup(Registration r) {
        return id(transport.post(subjectPath(r.subject()) + r.query(), body(r.schema())));
    }

    private Schema loadSchema(int id) {
        return text(transport.get("/schemas/ids/" + id)).parse(references::get);
    }

    private SchemaText loadReference(SchemaReference reference) {
        return text(
                transport.get(subjectPath(reference.subject()) + "/versions/" + reference.version() + "?deleted=true"));
    }

    private RegisteredSchema loadLatest(String subject) {
        JsonNode answer = transport.get(subjectPath(subject) + "/versions/latest");
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

    private static ObjectNode body(Schema schema) {
        return JsonNodeFactory.instance.objectNode().put("schema", schema.toString());
    }

    private static String subjectPath(String subject) {
        return "/subjects/"
                + URLEncoder.encode(subject, StandardCharsets.UTF_8)
                        .replace("+", "%20")
                        .replace("*", "%2A");
    }
}
