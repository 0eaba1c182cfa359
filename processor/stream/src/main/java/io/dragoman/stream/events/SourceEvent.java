package io.dragoman.stream.events;

import io.dragoman.engine.GenerationRequest;
import io.dragoman.event.SourceText;

/**
 * A decoded source record and what it asks of the engine.
 *
 * @param source the value as it was sent
 * @param request its text and options
 */
public record SourceEvent(SourceText source, GenerationRequest request) {}
