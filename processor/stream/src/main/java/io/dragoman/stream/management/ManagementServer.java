package io.dragoman.stream.management;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.dragoman.stream.health.Health;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Health and metrics over HTTP, on a port of its own. Its own pages read nothing of what clients send: other methods get 405, bodies
 * are not looked at, requests beyond {@link #CONCURRENT} get 503, and a client that is slow to send is dropped. Health is answered
 * whatever the others do: an orchestrator that gets no answer kills the process.
 *
 * <p>Threading: handlers run on virtual threads. Closing twice is safe.
 */
public final class ManagementServer implements AutoCloseable {
    /** Requests answered at the same time: of the metrics, and of each site. */
    public static final int CONCURRENT = 16;

    public static final String LIVE = "/health/live";
    public static final String READY = "/health/ready";
    public static final String STARTUP = "/health/startup";
    public static final String METRICS = "/metrics";

    private static final Logger LOG = LoggerFactory.getLogger(ManagementServer.class);
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final String JSON_TYPE = "application/json";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";
    private static final ObjectMapper JSON = new ObjectMapper();

    static {
        // Read once by the JDK's server: seconds to send a request, to take an answer, and to say nothing; open
        // connections, of which
        // each may hold so many bytes of headers.
        setDefault("sun.net.httpserver.maxReqTime", "10");
        setDefault("sun.net.httpserver.maxRspTime", "30");
        setDefault("sun.net.httpserver.idleInterval", "10");
        setDefault("jdk.httpserver.maxConnections", "1000");
        setDefault("sun.net.httpserver.maxReqHeaderSize", "16384");
    }

    private final HttpServer server;
    private final Map<String, Supplier<Answer>> pages = new LinkedHashMap<>();
    private final List<String> sites = new ArrayList<>(); // filled before the start
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

    private record Answer(int status, String type, String body) {}

    /** What the server tells. */
    public record Pages(
            Supplier<Health> live, Supplier<Health> ready, Supplier<Health> startup, Supplier<String> metrics) {}

    private ManagementServer(HttpServer server, Pages told) {
        this.server = server;
        pages.put(LIVE, () -> health(told.live().get()));
        pages.put(READY, () -> health(told.ready().get()));
        pages.put(STARTUP, () -> health(told.startup().get()));
        pages.put(METRICS, () -> new Answer(200, PROMETHEUS, told.metrics().get()));
        pages.put("/", () -> new Answer(200, TEXT, String.join("\n", addresses()) + "\n"));
    }

    /**
     * Starts the server.
     *
     * @param port 0 is any free one
     * @throws IOException if the address cannot be had; the message names it
     */
    public static ManagementServer start(String host, int port, Pages told) throws IOException {
        return start(host, port, told, Map.of());
    }

    /**
     * As {@link #start(String, int, Pages)}, with further handlers.
     *
     * @param sites by path, such as {@code /console}: each is asked for all that begins with it
     */
    public static ManagementServer start(String host, int port, Pages told, Map<String, HttpHandler> sites)
            throws IOException {
        InetSocketAddress address = new InetSocketAddress(host, port);
        HttpServer server;
        if (address.isUnresolved()) {
            throw new IOException(
                    "The management port cannot listen on " + host + ":" + port
                            + " (no address has that name); expected a host name or address of this machine: set management.host");
        }
        try {
            server = HttpServer.create(address, 0);
        } catch (IOException | RuntimeException e) {
            throw new IOException(
                    "The management port cannot listen on " + host + ":" + port + " (" + e.getMessage()
                            + "); expected a free port: set management.port, or 0 for any, and management.host to an address of this machine",
                    e);
        }
        ManagementServer management = new ManagementServer(server, told);
        server.createContext("/health/", management::answer);
        server.createContext("/", bounded(management::answer));
        sites.forEach((path, site) -> {
            management.sites.add(path + "/");
            server.createContext(path, bounded(site));
        });
        server.setExecutor(management.workers);
        server.start();
        return management;
    }

    private List<String> addresses() {
        return Stream.concat(pages.keySet().stream(), sites.stream()).toList();
    }

    /** The port it listens on. */
    public int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        workers.shutdownNow();
    }

    private static HttpHandler bounded(HttpHandler handler) {
        Semaphore free = new Semaphore(CONCURRENT);
        return exchange -> {
            if (!free.tryAcquire()) {
                send(exchange, new Answer(503, TEXT, "busy: more than " + CONCURRENT + " requests at once\n"));
                return;
            }
            try {
                handler.handle(exchange);
            } finally {
                free.release();
            }
        };
    }

    private void answer(HttpExchange exchange) throws IOException {
        send(exchange, page(exchange));
    }

    private Answer page(HttpExchange exchange) {
        String method = exchange.getRequestMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            exchange.getResponseHeaders().set("Allow", "GET, HEAD");
            return new Answer(405, TEXT, "expected GET or HEAD\n");
        }
        Supplier<Answer> page = pages.get(exchange.getRequestURI().getPath());
        if (page == null) {
            return new Answer(404, TEXT, "expected one of " + String.join(", ", addresses()) + "\n");
        }
        try {
            return page.get();
        } catch (RuntimeException e) {
            LOG.warn("A page of the management port failed", e);
            return new Answer(500, TEXT, "failed; the log says why\n");
        }
    }

    private static Answer health(Health health) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("status", health.healthy() ? "UP" : "DOWN");
        body.put("checks", health.checks());
        try {
            return new Answer(health.healthy() ? 200 : 503, JSON_TYPE, JSON.writeValueAsString(body) + "\n");
        } catch (IOException e) {
            throw new IllegalStateException("health did not serialise", e);
        }
    }

    private static void send(HttpExchange exchange, Answer answer) throws IOException {
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", answer.type());
        headers.set("Cache-Control", "no-store");
        headers.set("X-Content-Type-Options", "nosniff");
        try (exchange) {
            exchange.sendResponseHeaders(answer.status(), head ? -1 : body.length);
            if (!head) {
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(body);
                }
            }
        }
    }

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
