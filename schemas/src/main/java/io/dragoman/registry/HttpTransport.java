package io.dragoman.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * JSON over HTTP to the first of several addresses that answers. Retriable failures go on to the next address, then
 * round again after a pause, until the retries or the time budget are used up. Threading: safe.
 */
final class HttpTransport implements AutoCloseable {
    private static final String MEDIA_TYPE = "application/vnd.schemaregistry.v1+json";
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final int SHOWN_BODY = 200;

    private final RegistryOptions options;
    private final HttpClient client;
    private final ObjectMapper json = new ObjectMapper();
    private final AtomicInteger preferred = new AtomicInteger();

    HttpTransport(RegistryOptions options) {
        this.options = options;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(positive(options.connectTimeout()));
        if (options.ssl() != null) {
            builder.sslContext(options.ssl());
        } else if (options.urls().stream().noneMatch(url -> "https".equalsIgnoreCase(url.getScheme()))) {
            builder.sslContext(RegistryTls.none());
        }
        this.client = builder.build();
    }

    JsonNode get(String path) {
        return exchange("GET", path, null);
    }

    JsonNode put(String path, JsonNode body) {
        return exchange("PUT", path, body.toString());
    }

    JsonNode post(String path, JsonNode body) {
        return exchange("POST", path, body.toString());
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    private JsonNode exchange(String method, String path, @Nullable String body) {
        long deadline = System.nanoTime() + options.budget().toNanos();
        List<URI> urls = options.urls();
        int first = preferred.get();
        for (int attempt = 0; ; attempt++) {
            int index = (first + attempt) % urls.size();
            try {
                JsonNode answer = once(method, urls.get(index), path, body, deadline);
                preferred.set(index);
                return answer;
            } catch (RegistryException e) {
                Duration pause = pauseAfter(attempt);
                if (!e.retriable() || pause == null || Thread.currentThread().isInterrupted()) {
                    throw e.after(attempt + 1);
                }
                if (System.nanoTime() + pause.toNanos() >= deadline) {
                    throw e.after(attempt + 1);
                }
                sleep(pause, e);
            }
        }
    }

    /** How long to wait after a failure: not at all within a round of the addresses; null after the last round. */
    private @Nullable Duration pauseAfter(int attempt) {
        int addresses = options.urls().size();
        if (attempt % addresses < addresses - 1) {
            return Duration.ZERO;
        }
        int round = attempt / addresses;
        if (round >= options.maxRetries()) {
            return null;
        }
        Duration pause = options.retryWait().multipliedBy(1L << Math.min(round, 10));
        return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
    }

    private JsonNode once(String method, URI base, String path, @Nullable String body, long deadline) {
        String what = method + " " + base + path;
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .header("Accept", MEDIA_TYPE + ", application/vnd.schemaregistry+json, application/json")
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (body != null) {
            request.header("Content-Type", MEDIA_TYPE);
        }
        if (options.authorization() != null) {
            request.header("Authorization", options.authorization());
        }
        HttpResponse<byte[]> response = send(request.build(), what, deadline);
        if (response.statusCode() / 100 != 2) {
            throw refused(what, response);
        }
        try {
            return json.readTree(response.body());
        } catch (IOException e) {
            throw malformed(what, "found a body that is not JSON", response.statusCode());
        }
    }

    private HttpResponse<byte[]> send(HttpRequest request, String what, long deadline) {
        long wait = Math.min(positive(options.readTimeout()).toNanos(), Math.max(1, deadline - System.nanoTime()));
        CompletableFuture<HttpResponse<byte[]>> response = client.sendAsync(request, BodyHandlers.ofByteArray());
        try {
            return response.get(wait, TimeUnit.NANOSECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw Unanswered.because(what, cause == null ? e : cause);
        } catch (TimeoutException e) {
            response.cancel(true);
            throw noAnswer(what, "no answer within " + TimeUnit.NANOSECONDS.toMillis(wait) + " ms", e);
        } catch (InterruptedException e) {
            response.cancel(true);
            Thread.currentThread().interrupt();
            throw noAnswer(what, "interrupted", e);
        }
    }

    private RegistryException refused(String what, HttpResponse<byte[]> response) {
        int status = response.statusCode();
        int code = RegistryException.NO_ERROR_CODE;
        String message = "no message of the registry";
        try {
            JsonNode error = json.readTree(response.body());
            code = error.path("error_code").asInt(RegistryException.NO_ERROR_CODE);
            message = error.path("message").asText(message);
        } catch (IOException e) {
            message = "a body that is not JSON";
        }
        String hint = switch (status) {
            case 401 -> " (credentials missing or wrong: check basic.auth.* or bearer.auth.*)";
            case 403 -> " (these credentials may not do that)";
            default -> "";
        };
        return new RegistryException(
                status, code, what + ": HTTP " + status + ", error code " + code + ": " + shorten(message) + hint);
    }

    static RegistryException malformed(String what, String found, int status) {
        return new RegistryException(
                status, RegistryException.NO_ERROR_CODE, what + ": " + found + ", expected the registry's JSON");
    }

    /** Reads a field that every right answer has. */
    static JsonNode required(JsonNode answer, String field, boolean text) {
        JsonNode value = answer.path(field);
        if (text ? !value.isTextual() : !value.canConvertToInt() || !value.isIntegralNumber()) {
            throw malformed("answer", "found no " + (text ? "text" : "integer") + " \"" + field + "\"", 200);
        }
        return value;
    }

    private static RegistryException noAnswer(String what, String why, Exception cause) {
        return new RegistryException(what + ": " + why, cause, true);
    }

    private static void sleep(Duration pause, RegistryException failure) {
        try {
            Thread.sleep(pause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw noAnswer(String.valueOf(failure.getMessage()), "interrupted", e);
        }
    }

    private static Duration positive(Duration duration) {
        return duration.isPositive() ? duration : Duration.ofMillis(1);
    }

    private static String shorten(String message) {
        return message.length() <= SHOWN_BODY ? message : message.substring(0, SHOWN_BODY) + "…";
    }
}
