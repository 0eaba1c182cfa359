package io.dragoman.export.bundle;

import org.jspecify.annotations.Nullable;

/** A bundle cannot be written; the message says what was found and expected. */
public final class BundleWriteException extends RuntimeException {
    public BundleWriteException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
