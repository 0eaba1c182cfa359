package io.dragoman.engine.schedule;

import io.dragoman.engine.GenerationRequest;
import io.dragoman.engine.Outcome;
import java.util.List;

/** What a scheduler feeds: {@code engine::generate}. Called by several workers at once. */
@FunctionalInterface
public interface BatchGenerator {
    /** One outcome a request, in order. */
    List<Outcome> generate(List<GenerationRequest> requests);
}
