package io.dragoman.stream.topology;

import io.dragoman.stream.deadletter.DeadLetterWriter;
import io.dragoman.stream.events.GeneratedEventWriter;
import io.dragoman.stream.events.SourceEventReader;
import io.dragoman.stream.lookahead.LookAheads;
import io.dragoman.stream.route.RouteTable;
import io.dragoman.stream.tracing.Tracing;
import java.time.Duration;
import java.util.List;

/**
 * What every {@link InferenceProcessor} works with; shared by all stream threads.
 *
 * @param inputTopics source topics
 * @param reader decodes source values
 * @param routes the models
 * @param lookAheads tickets of polled records
 * @param writer encodes generations
 * @param deadLetters makes dead letters
 * @param tracing makes the spans of records
 * @param observer told of each record that was served
 * @param limits bounds of waiting and of output
 */
public record InferenceParts(
        List<String> inputTopics,
        SourceEventReader reader,
        RouteTable routes,
        LookAheads lookAheads,
        GeneratedEventWriter writer,
        DeadLetterWriter deadLetters,
        Tracing tracing,
        RecordObserver observer,
        Limits limits) {

    /** Copies the topics. */
    public InferenceParts {
        inputTopics = List.copyOf(inputTopics);
    }

    /**
     * @param maxWait longest wait of one record for its outcome
     * @param maxOutputBytes most bytes of key, value and headers of an output record
     */
    public record Limits(Duration maxWait, int maxOutputBytes) {}
}
