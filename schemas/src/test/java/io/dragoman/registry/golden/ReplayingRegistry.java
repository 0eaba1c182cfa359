package io.dragoman.registry.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Gives the recorded answers in their order, whatever is asked, and writes down what was asked. Threading: safe. */
final class ReplayingRegistry implements AutoCloseable {
    private final HttpServer server;
    private final List<JsonNode> exchanges;
    private final AtomicInteger next = new AtomicInteger();
    private final List<String> asked = new CopyOnWriteArrayList<>();

    ReplayingRegistry(List<JsonNode> exchanges) throws IOException {
        this.exchanges = exchanges;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What came, each as {@link #meaning} writes it. */
    List<String> asked() {
        return List.copyOf(asked);
    }

    /** What an exchange of the golden asks, without what clients are free to choose. */
    static String meaning(JsonNode exchange) {
        return meaning(
                exchange.get("method").asText(),
                exchange.get("path").asText(),
                exchange.get("query").asText(""),
                exchange.get("request").isNull() ? null : exchange.get("request"),
                exchange.get("request_headers").path("Authorization").asText(""));
    }

    private static String meaning(
            String method, String path, String query, @Nullable JsonNode body, String authorization) {
        // A registry takes an absent flag for false, and either case; an absent type for AVRO.
        String flags = query.toLowerCase(Locale.ROOT);
        return method + " " + path
                + (flags.contains("normalize=true") ? " normalized" : "")
                + (flags.contains("deleted=true") ? " deleted" : "")
                + (body == null ? "" : " " + body(body))
                + " " + authorization;
    }

    private static String body(JsonNode body) {
        if (!body.has("schema")) {
            return body.toString();
        }
        JsonNode schema = WireGoldens.tree(body.get("schema").asText());
        return schema + body.path("schemaType").asText("AVRO") + WireGoldens.references(body.path("references"));
    }

    private void answer(HttpExchange http) throws IOException {
        try (http;
                InputStream in = http.getRequestBody()) {
            byte[] body = in.readAllBytes();
            String query = http.getRequestURI().getRawQuery();
            String authorization = http.getRequestHeaders().getFirst("Authorization");
            asked.add(meaning(
                    http.getRequestMethod(),
                    http.getRequestURI().getRawPath(),
                    query == null ? "" : query,
                    body.length == 0 ? null : WireGoldens.tree(new String(body, StandardCharsets.UTF_8)),
                    authorization == null ? "" : authorization));
            int index = next.getAndIncrement();
            boolean known = index < exchanges.size();
            JsonNode response = known ? exchanges.get(index).get("response") : WireGoldens.JSON.nullNode();
            byte[] answer =
                    (response.isTextual() ? response.asText() : response.toString()).getBytes(StandardCharsets.UTF_8);
            http.sendResponseHeaders(
                    known ? exchanges.get(index).get("status").asInt() : 418, answer.length == 0 ? -1 : answer.length);
            http.getResponseBody().write(answer);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
