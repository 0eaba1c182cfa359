package io.dragoman.stream.console;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The console's page and what it asks for. Nothing of it comes from elsewhere: the policy sent with every answer lets a browser load
 * from this server alone, and no inline script. Threading: any thread.
 */
public final class Console implements HttpHandler {
    /** Where it is served. */
    public static final String PATH = "/console/";

    private static final Logger LOG = LoggerFactory.getLogger(Console.class);
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final Map<String, String> FILES = Map.of(
            "index.html", "text/html; charset=utf-8",
            "console.css", "text/css; charset=utf-8",
            "console.js", "text/javascript; charset=utf-8",
            "chart.js", "text/javascript; charset=utf-8",
            "attention.js", "text/javascript; charset=utf-8",
            "texts.js", "text/javascript; charset=utf-8",
            "icon.svg", "image/svg+xml");

    private final HostNames names;
    private final ConsoleJson json;
    private final @Nullable RecentRecords records;
    private final Trial trial;

    /**
     * @param models those that serve; empty while they load
     * @param records with their texts; null where no text of the stream is shown
     */
    public Console(
            ConsoleOptions options,
            Supplier<List<ConsoleModel>> models,
            LiveHistory history,
            DeadLetterTrail deadLetters,
            @Nullable RecentRecords records) {
        this.json = new ConsoleJson(options, models, history, deadLetters, records != null);
        this.names = new HostNames(options.hosts());
        this.records = records;
        this.trial = new Trial(options, models);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        Reply reply;
        try {
            reply = reply(exchange);
        } catch (RuntimeException e) {
            LOG.warn("The console failed", e);
            reply = Reply.refusal(500, "failed; the log says why");
        }
        send(exchange, reply);
    }

    private Reply reply(HttpExchange exchange) throws IOException {
        String host = exchange.getRequestHeaders().getFirst("Host");
        if (!names.include(host)) {
            return Reply.refusal(
                    421, "found host %s, expected localhost, an address or a name of console.hosts".formatted(host));
        }
        String path = exchange.getRequestURI().getPath();
        String method = exchange.getRequestMethod();
        if (path.equals(PATH + "api/explain")) {
            return method.equals("POST")
                    ? trial.reply(exchange.getRequestHeaders(), exchange.getRequestBody())
                    : Reply.refusal(405, "expected POST").with("Allow", "POST");
        }
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return Reply.refusal(405, "expected GET or HEAD").with("Allow", "GET, HEAD");
        }
        if (!path.startsWith(PATH)) {
            return Reply.refusal(308, "see " + PATH).with("Location", PATH);
        }
        String name = path.substring(PATH.length());
        return switch (name) {
            case "" -> file("index.html");
            case "api/live" -> live(exchange.getRequestURI().getQuery());
            case "api/dead-letters" -> Reply.json(json.deadLetters());
            case "api/models" -> Reply.json(json.models());
            case "api/records" -> recent();
            default ->
                FILES.containsKey(name)
                        ? file(name)
                        : Reply.refusal(404, "found nothing here; the console is at " + PATH);
        };
    }

    private Reply live(@Nullable String query) {
        if (query == null) {
            return Reply.json(json.live(Long.MIN_VALUE));
        }
        return query.matches("since=\\d{1,12}")
                ? Reply.json(json.live(Long.parseLong(query.substring("since=".length()))))
                : Reply.refusal(400, "found another query, expected since=SECONDS");
    }

    private Reply recent() {
        RecentRecords shown = records;
        return shown == null
                ? Reply.refusal(404, "texts of the stream are not shown: console.show-texts is false")
                : Reply.json(RecordsJson.of(shown.newestFirst()));
    }

    private static Reply file(String name) {
        try (InputStream in = Console.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("found no resource " + name + " beside " + Console.class);
            }
            return new Reply(200, String.valueOf(FILES.get(name)), in.readAllBytes(), Map.of());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void send(HttpExchange exchange, Reply reply) throws IOException {
        boolean head = exchange.getRequestMethod().equals("HEAD");
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", reply.type());
        headers.set("Cache-Control", "no-store");
        headers.set("Content-Security-Policy", POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        reply.headers().forEach(headers::set);
        try (exchange) {
            exchange.sendResponseHeaders(reply.status(), head ? -1 : reply.body().length);
            if (!head) {
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(reply.body());
                }
            }
        }
    }
}
