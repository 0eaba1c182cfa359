package io.dragoman.stream.bench;

import org.jspecify.annotations.Nullable;

/** Nothing could be measured; the message says why. */
final class BenchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BenchException(String message) {
        this(message, null);
    }

    BenchException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
