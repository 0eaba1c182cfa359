package io.dragoman.stream.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.dragoman.event.SourceText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** A schema registry over HTTP that takes every schema and says of each id that it is a source text's: at once, not now, or late. */
final class MoodyRegistry implements AutoCloseable {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    enum Mood {
        ANSWERS,
        /** Says 503 when it is asked for a schema. */
        REFUSES,
        /** Keeps whoever asks for a schema waiting until it is in another mood. */
        SILENT
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile CountDownLatch silence = new CountDownLatch(0);
    private volatile Mood mood;

    MoodyRegistry(Mood mood) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.mood = mood;
        set(mood);
        server.createContext("/subjects/", exchange -> answer(exchange, 200, Map.of("id", 1)));
        server.createContext("/schemas/ids/", this::schema);
        server.setExecutor(threads);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void set(Mood next) {
        CountDownLatch last = silence;
        silence = new CountDownLatch(next == Mood.SILENT ? 1 : 0);
        mood = next;
        last.countDown();
    }

    /** How many wait for an answer. */
    int waiting() {
        return waiting.get();
    }

    private void schema(HttpExchange exchange) throws IOException {
        waiting.incrementAndGet();
        try {
            silence.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            waiting.decrementAndGet();
        }
        if (mood == Mood.REFUSES) {
            answer(exchange, 503, Map.of("error_code", 50301, "message", "not now"));
        } else {
            answer(exchange, 200, Map.of("schema", SourceText.getClassSchema().toString()));
        }
    }

    private static void answer(HttpExchange exchange, int status, Map<String, Object> body) throws IOException {
        byte[] json = MAPPER.writeValueAsBytes(body);
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(status, json.length);
        exchange.getResponseBody().write(json);
        exchange.close();
    }

    @Override
    public void close() {
        set(Mood.ANSWERS);
        server.stop(0);
        threads.shutdownNow();
    }
}
