package io.dragoman.stream.deadletter;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;

/**
 * Why a record could not be served.
 *
 * @param reason stable code, also the metric label
 * @param exception class that names the kind of failure
 * @param message what was found and what was expected
 * @param stacktrace empty unless something was thrown
 */
public record Fault(String reason, String exception, String message, String stacktrace) {
    /** The output is longer than its topic takes. */
    public static final String OUTPUT_TOO_LARGE = "OUTPUT_TOO_LARGE";
    /** Something that no other code names was thrown while the record was processed. */
    public static final String PROCESSING_FAILED = "PROCESSING_FAILED";
    /** The bytes could not be deserialised. */
    public static final String UNDECODABLE = "UNDECODABLE";

    private static final int MAX_MESSAGE = 2_000;
    private static final int MAX_STACKTRACE = 8_000;

    /** Cuts what could be long. */
    public Fault {
        message = cut(message, MAX_MESSAGE);
        stacktrace = cut(stacktrace, MAX_STACKTRACE);
    }

    /** A fault that an outcome names; {@code cause} is what was thrown, if anything was. */
    public static Fault of(String reason, Class<?> kind, String message, @Nullable Throwable cause) {
        return new Fault(
                reason,
                cause == null ? kind.getName() : cause.getClass().getName(),
                message,
                cause == null ? "" : trace(cause));
    }

    /** A fault that was thrown. */
    public static Fault thrown(String reason, Throwable thrown) {
        String message = thrown.getMessage();
        return new Fault(reason, thrown.getClass().getName(), message == null ? "" : message, trace(thrown));
    }

    private static String trace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length) + "…";
    }
}
