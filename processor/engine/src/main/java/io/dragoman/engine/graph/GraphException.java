package io.dragoman.engine.graph;

/** Graphs that cannot be made one; the message says what was found and what was expected. */
public final class GraphException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    GraphException(String message) {
        super(message);
    }
}
