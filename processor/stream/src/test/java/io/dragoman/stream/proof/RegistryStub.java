package io.dragoman.stream.proof;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/**
 * The part of the Confluent registry protocol that the proofs need, over HTTP for a child process: register and look up
 * a schema, fetch one by id. Ids count from 1 in the order of registration.
 */
final class RegistryStub implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpServer server;
    private final java.util.concurrent.ExecutorService threads = Executors.newFixedThreadPool(2);
    private final List<String> schemas = new CopyOnWriteArrayList<>();
    private volatile boolean down;

    RegistryStub() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.setExecutor(threads);
        server.start();
    }

    /** An outage: every answer is 503 until it is over. */
    void setDown(boolean outage) {
        down = outage;
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** The id of a schema, new or known. */
    synchronized int register(String schema) {
        int index = schemas.indexOf(schema);
        if (index < 0) {
            schemas.add(schema);
            index = schemas.size() - 1;
        }
        return index + 1;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        if (down) {
            send(exchange, 503, Map.of("error_code", 50301, "message", "out of service"));
        } else if (path.startsWith("/schemas/ids/")) {
            long id = Long.parseLong(path.replaceAll("^/schemas/ids/(-?\\d+).*$", "$1"));
            if (id < 1 || id > schemas.size()) {
                send(exchange, 404, Map.of("error_code", 40403, "message", "Schema not found"));
            } else {
                send(exchange, 200, Map.of("schema", schemas.get((int) id - 1)));
            }
        } else if (exchange.getRequestMethod().equals("POST") && path.startsWith("/subjects/")) {
            String schema = JSON.readTree(exchange.getRequestBody().readAllBytes())
                    .path("schema")
                    .asText();
            String subject = path.split("/", -1)[2];
            send(exchange, 200, Map.of("id", register(schema), "version", 1, "subject", subject, "schema", schema));
        } else if (path.equals("/subjects") || path.equals("/")) {
            send(exchange, 200, path.equals("/") ? Map.of() : List.of());
        } else {
            send(exchange, 404, Map.of("error_code", 40401, "message", "Subject not found"));
        }
    }

    private static void send(HttpExchange exchange, int status, Object body) throws IOException {
        byte[] bytes = JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/vnd.schemaregistry.v1+json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
