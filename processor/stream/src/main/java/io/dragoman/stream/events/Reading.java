package io.dragoman.stream.events;

import io.dragoman.engine.Reason;

/** What came of reading the bytes of a source record. */
public sealed interface Reading {
    /** @param event the decoded event */
    record Decoded(SourceEvent event) implements Reading {}

    /**
     * @param reason why not
     * @param message what was found and what was expected
     */
    record Undecoded(Reason reason, String message) implements Reading {}
}
