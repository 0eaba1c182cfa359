package io.dragoman.stream.console;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/** What a request is answered with. */
record Reply(int status, String type, byte[] body, Map<String, String> headers) {
    static final String JSON = "application/json";
    static final String TEXT = "text/plain; charset=utf-8";

    static Reply json(String body) {
        return new Reply(200, JSON, body.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    /** A refusal that a person can read. */
    static Reply refusal(int status, String message) {
        return new Reply(status, TEXT, (message + "\n").getBytes(StandardCharsets.UTF_8), Map.of());
    }

    Reply with(String header, String value) {
        return new Reply(status, type, body, Map.of(header, value));
    }
}
