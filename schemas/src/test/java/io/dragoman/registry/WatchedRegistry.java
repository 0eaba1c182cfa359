package io.dragoman.registry;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.dragoman.registry.server.RegistryServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/** A {@link RegistryServer} that writes down what it is asked and fails, waits or asks for credentials when told to. */
final class WatchedRegistry implements AutoCloseable {
    private final InMemoryRegistry registry = new InMemoryRegistry();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final AtomicInteger failures = new AtomicInteger();
    private final RegistryServer server;
    private volatile int failure = 503;
    private volatile @Nullable String authorization;
    private volatile Runnable before = () -> {};

    private WatchedRegistry(HttpServer server) {
        this.server = RegistryServer.start(registry, server, List.of(new Watch()));
    }

    static WatchedRegistry start() throws IOException {
        return new WatchedRegistry(HttpServer.create(loopback(), 0));
    }

    /** Over TLS; asks for a client's certificate if told to. */
    static WatchedRegistry start(SSLContext tls, boolean needClientCertificate) throws IOException {
        HttpsServer server = HttpsServer.create(loopback(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters ssl = tls.getDefaultSSLParameters();
                ssl.setNeedClientAuth(needClientCertificate);
                parameters.setSSLParameters(ssl);
            }
        });
        return new WatchedRegistry(server);
    }

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    InMemoryRegistry registry() {
        return registry;
    }

    String url() {
        return server.url();
    }

    /** Method, path and query of each request so far. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    /** Answers the next requests with this status. */
    void fail(int times, int status) {
        failure = status;
        failures.set(times);
    }

    /** Answers 401 to any other Authorization. */
    void expect(String header) {
        authorization = header;
    }

    /** Runs on the server's thread before each answer. */
    void before(Runnable action) {
        before = action;
    }

    /** Confluent's keys for this registry, pauses cut short. */
    Map<String, Object> configuration(Map<String, ?> more) {
        Map<String, Object> configuration = new HashMap<>();
        configuration.put("schema.registry.url", url());
        configuration.put("retries.wait.ms", 1);
        configuration.putAll(more);
        return configuration;
    }

    SchemaRegistry connect(Map<String, ?> more) {
        return SchemaRegistry.connect(configuration(more));
    }

    @Override
    public void close() {
        server.close();
    }

    private final class Watch extends Filter {
        @Override
        public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
            before.run();
            String expected = authorization;
            if (expected != null
                    && !expected.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                refuse(exchange, 401);
            } else if (failures.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                refuse(exchange, failure);
            } else {
                chain.doFilter(exchange);
            }
        }

        private void refuse(HttpExchange exchange, int status) throws IOException {
            try (exchange) {
                exchange.sendResponseHeaders(status, -1);
            }
        }

        @Override
        public String description() {
            return "watch";
        }
    }
}
