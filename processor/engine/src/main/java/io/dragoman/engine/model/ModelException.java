package io.dragoman.engine.model;

import org.jspecify.annotations.Nullable;

/** A model that cannot be loaded or run; the message names what was found, what was expected and what to do. */
public class ModelException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ModelException(String message) {
        this(message, null);
    }

    public ModelException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
