package io.dragoman.registry.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import io.dragoman.registry.Compatibility;
import io.dragoman.registry.InMemoryRegistry;
import io.dragoman.registry.RegisteredSchema;
import io.dragoman.registry.RegistryException;
import io.dragoman.registry.SchemaReference;
import io.dragoman.registry.SchemaText;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * An {@link InMemoryRegistry} behind the registry's REST interface: subjects, versions, schemas by id, compatibility and
 * its configuration. No authentication: bind it to a loopback address. Threading: safe.
 */
public final class RegistryServer implements AutoCloseable {
    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final int MAX_BODY = 8 << 20;

    private final InMemoryRegistry registry;
    private final HttpServer server;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final ObjectMapper json = new ObjectMapper();

    private RegistryServer(InMemoryRegistry registry, HttpServer server, List<Filter> filters) {
        this.registry = registry;
        this.server = server;
        server.createContext("/", this::handle).getFilters().addAll(filters);
        server.setExecutor(workers);
    }

    /**
     * Starts a server.
     *
     * @param address port 0 takes a free one
     * @throws IOException when the address is taken
     */
    public static RegistryServer start(InMemoryRegistry registry, InetSocketAddress address) throws IOException {
        return start(registry, HttpServer.create(address, 0), List.of());
    }

    /**
     * Starts a server that the caller has bound, for TLS or behind filters, such as authentication.
     *
     * @param filters in the order they see a request
     */
    public static RegistryServer start(InMemoryRegistry registry, HttpServer server, List<Filter> filters) {
        RegistryServer started = new RegistryServer(registry, server, filters);
        server.start();
        return started;
    }

    /** The address for {@code schema.registry.url}. */
    public String url() {
        InetSocketAddress address = server.getAddress();
        String host = address.getAddress().getHostAddress();
        return (server instanceof HttpsServer ? "https://" : "http://") + (host.contains(":") ? "[" + host + "]" : host)
                + ":" + address.getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        int status = 200;
        JsonNode answer;
        try {
            answer = answer(exchange);
        } catch (RegistryException e) {
            status = e.status();
            answer = error(e.errorCode(), e.getMessage());
        } catch (IllegalArgumentException | IOException e) {
            status = 422;
            answer = error(422, e.getMessage());
        } catch (RuntimeException e) {
            status = 500;
            answer = error(500, e.toString());
        }
        byte[] body = json.writeValueAsBytes(answer);
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", MEDIA_TYPE);
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private JsonNode answer(HttpExchange exchange) throws IOException {
        List<String> path = path(exchange);
        String method = exchange.getRequestMethod();
        JsonNode body = body(exchange);
        return switch (path.isEmpty() ? "" : path.getFirst()) {
            case "subjects" -> subjects(method, path, body);
            case "schemas" -> schemas(method, path);
            case "compatibility" -> compatibility(method, path, body);
            case "config" -> config(method, path, body);
            case "" -> json.createObjectNode();
            default -> throw unsupported(method, path);
        };
    }

    private JsonNode subjects(String method, List<String> path, JsonNode body) {
        boolean post = method.equals("POST");
        if (!post && !method.equals("GET")) {
            throw unsupported(method, path);
        }
        return switch (path.size()) {
            case 1 -> json.valueToTree(registry.subjects());
            case 2 -> {
                if (!post) {
                    throw unsupported(method, path);
                }
                yield full(registry.lookup(path.get(1), text(body), false, false));
            }
            case 3 -> {
                if (post) {
                    yield json.createObjectNode()
                            .put(
                                    "id",
                                    registry.register(path.get(1), text(body)).id());
                }
                yield json.valueToTree(registry.versions(path.get(1)));
            }
            case 4 -> full(version(path.get(1), path.get(3)));
            default -> throw unsupported(method, path);
        };
    }

    private JsonNode schemas(String method, List<String> path) {
        if (!method.equals("GET") || path.size() < 2) {
            throw unsupported(method, path);
        }
        if (path.get(1).equals("types")) {
            return json.createArrayNode().add("AVRO");
        }
        String kind = path.get(1);
        if (path.size() != 3 || !(kind.equals("ids") || kind.equals("guids"))) {
            throw unsupported(method, path);
        }
        RegisteredSchema found =
                kind.equals("ids") ? registry.byId(number(path.get(2))) : registry.byGuid(UUID.fromString(path.get(2)));
        return schema(found.text()).put("guid", InMemoryRegistry.guid(found).toString());
    }

    private JsonNode compatibility(String method, List<String> path, JsonNode body) {
        if (!method.equals("POST") || path.size() != 5) {
            throw unsupported(method, path);
        }
        List<String> problems = registry.problems(path.get(2), text(body));
        ObjectNode answer = json.createObjectNode().put("is_compatible", problems.isEmpty());
        answer.set("messages", json.valueToTree(problems));
        return answer;
    }

    private JsonNode config(String method, List<String> path, JsonNode body) {
        String subject = path.size() > 1 ? path.get(1) : null;
        if (method.equals("PUT")) {
            registry.setCompatibility(
                    subject, Compatibility.named(body.path("compatibility").asText()));
            return body;
        }
        return json.createObjectNode()
                .put("compatibilityLevel", registry.compatibility(subject).name());
    }

    private RegisteredSchema version(String subject, String version) {
        return version.equals("latest") ? registry.latest(subject) : registry.version(subject, number(version));
    }

    private ObjectNode full(RegisteredSchema version) {
        return schema(version.text())
                .put("subject", version.subject())
                .put("version", version.version())
                .put("id", version.id())
                .put("guid", InMemoryRegistry.guid(version).toString());
    }

    private ObjectNode schema(SchemaText text) {
        ObjectNode answer = json.createObjectNode().put("schema", text.text());
        if (!text.references().isEmpty()) {
            answer.set("references", json.valueToTree(text.references()));
        }
        return answer;
    }

    private static SchemaText text(JsonNode body) {
        if (!body.path("schema").isTextual()
                || !body.path("schemaType").asText("AVRO").equals("AVRO")) {
            throw new RegistryException(422, 42201, "Invalid schema: expected the text of an Avro schema");
        }
        List<SchemaReference> references = new ArrayList<>();
        for (JsonNode r : body.path("references")) {
            references.add(new SchemaReference(
                    r.path("name").asText(),
                    r.path("subject").asText(),
                    r.path("version").asInt()));
        }
        return new SchemaText(body.path("schema").asText(), references);
    }

    private JsonNode body(HttpExchange exchange) throws IOException {
        byte[] bytes = exchange.getRequestBody().readNBytes(MAX_BODY + 1);
        if (bytes.length > MAX_BODY) {
            throw new RegistryException(413, 413, "found a body over " + MAX_BODY + " bytes");
        }
        return bytes.length == 0 ? json.createObjectNode() : json.readTree(bytes);
    }

    private static List<String> path(HttpExchange exchange) {
        List<String> path = new ArrayList<>();
        for (String part : exchange.getRequestURI().getRawPath().split("/")) {
            if (!part.isEmpty()) {
                path.add(URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8));
            }
        }
        return path;
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new RegistryException(422, 42202, "found " + text + ", expected a number", e);
        }
    }

    private static RegistryException unsupported(String method, List<String> path) {
        return new RegistryException(405, 405, method + " /" + String.join("/", path) + " is not supported here");
    }

    private ObjectNode error(int code, @Nullable String message) {
        return json.createObjectNode().put("error_code", code).put("message", message);
    }
}
