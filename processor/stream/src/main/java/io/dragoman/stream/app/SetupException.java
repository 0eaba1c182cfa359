package io.dragoman.stream.app;

/** The application cannot start; the message says what was found, what was expected and what to do. */
public final class SetupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A message for people. */
    public SetupException(String message) {
        super(message);
    }

    /** A message for people, and what was thrown. */
    public SetupException(String message, Throwable cause) {
        super(message, cause);
    }
}
