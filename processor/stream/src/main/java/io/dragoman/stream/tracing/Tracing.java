package io.dragoman.stream.tracing;

import io.dragoman.engine.BatchListener;
import io.dragoman.engine.ModelIdentity;
import io.dragoman.engine.schedule.BatchGenerator;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;

/** Makes the spans of one application. Nothing here throws because of a record. Threading: any thread. */
public interface Tracing extends AutoCloseable {
    /** Follows nothing, makes nothing and passes headers on as they are. */
    Tracing OFF = new Tracing() {
        @Override
        public RecordTrace received(TopicPartition partition, long offset, Headers headers, int valueBytes) {
            return RecordTrace.NONE;
        }

        @Override
        public BatchGenerator follow(ModelIdentity model, BatchGenerator generator) {
            return generator;
        }

        @Override
        public BatchListener follow(BatchListener listener) {
            return listener;
        }

        @Override
        public void close() {
            // Nothing was opened.
        }
    };

    /**
     * A record was polled, or is processed without having been looked ahead: begins its span, below the one that its header
     * {@code traceparent} names, if it names one.
     *
     * @param partition where it stands
     * @param offset its offset
     * @param headers its own
     * @param valueBytes length of its value
     */
    RecordTrace received(TopicPartition partition, long offset, Headers headers, int valueBytes);

    /** The same generator, with a span for each batch in which a recorded record is. */
    BatchGenerator follow(ModelIdentity model, BatchGenerator generator);

    /** The same listener, with spans for the encoder's and the decoder's part of a batch that has one itself. */
    BatchListener follow(BatchListener listener);

    /** What was lost until now. */
    default SpanLoss loss() {
        return SpanLoss.NONE;
    }

    /** Sends what is left to send, in bounded time. */
    @Override
    void close();
}
