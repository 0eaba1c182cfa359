package io.dragoman.engine.guard;

import org.jspecify.annotations.Nullable;

/** A file is not a lexicon; the message names found and expected. */
public final class LexiconException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public LexiconException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    LexiconException(String message) {
        this(message, null);
    }
}
