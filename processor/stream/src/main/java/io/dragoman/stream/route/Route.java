package io.dragoman.stream.route;

import io.dragoman.engine.GenerationOptions;
import io.dragoman.engine.GenerationRequest;
import io.dragoman.engine.ModelIdentity;
import io.dragoman.engine.model.Placement;
import io.dragoman.engine.schedule.Ticket;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/**
 * One model that serves records.
 *
 * @param model which model it is
 * @param placement where it runs
 * @param queue where its requests wait
 * @param optionsDigest digest of the options in effect for a request's options
 */
public record Route(
        ModelIdentity model, Placement placement, Queue queue, Function<GenerationOptions, String> optionsDigest) {

    /** The two lanes of a model's scheduler. Threading: called by all stream threads. */
    public interface Queue {
        /** Requests that will be needed soon, one ticket each, in order. */
        List<Ticket> lookAhead(List<GenerationRequest> requests);

        /** A request that a thread is about to wait for. */
        Ticket submit(GenerationRequest request);

        /** Look-ahead requests that wait for a batch. */
        int depth();

        /** For how long the longest running batch has run, zero if none does. */
        Duration longestRunning();
    }
}
