package io.dragoman.engine.bundle;

import org.jspecify.annotations.Nullable;

/** A bundle that cannot be used; the message names what was found, what was expected and what to do. */
public final class BundleException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public BundleException(String message) {
        this(message, null);
    }

    public BundleException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
