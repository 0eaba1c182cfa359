package io.dragoman.stream.tracing;

import io.dragoman.engine.GenerationRequest;
import io.dragoman.engine.ModelIdentity;
import org.apache.kafka.common.header.Headers;

/**
 * The span of one record, from its poll until it is forwarded. It ends exactly once: {@link #ended}, {@link #readAgain} or {@link #released}.
 * Threading: used by the record's stream thread.
 */
public interface RecordTrace {
    /** Of a record that nobody follows. */
    RecordTrace NONE = new RecordTrace() {};

    /** The request as it is handed to the model's queue, where the wait begins. */
    default GenerationRequest asked(ModelIdentity model, GenerationRequest request) {
        return request;
    }

    /** The record's turn has come; until now it was only looked ahead at. */
    default void turn() {}

    /** Makes this span the parent of whatever reads these headers; leaves them alone where nothing is traced. */
    default void write(Headers headers) {}

    /** The record was forwarded. */
    default void ended(Ending ending) {}

    /** The record was not forwarded and is read again: Kafka, the registry or the engine's end is to blame. */
    default void readAgain(String why) {}

    /** The record will not be processed here: its partition went to somebody else, or was rewound. */
    default void released() {}

    /** 32 hexadecimal digits, empty where nothing is traced. */
    default String traceId() {
        return "";
    }

    /** 16 hexadecimal digits, empty where nothing is traced. */
    default String spanId() {
        return "";
    }

    /**
     * What became of a record.
     *
     * @param outcome GENERATED or the reason code of its dead letter
     * @param failed whether we are to blame, rather than the record
     * @param batchSize size of its batch, 0 if it was in none
     * @param lookedAhead whether its inference was asked for when it was polled
     */
    record Ending(String outcome, boolean failed, int batchSize, boolean lookedAhead) {}
}
