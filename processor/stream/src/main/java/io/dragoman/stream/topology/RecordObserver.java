package io.dragoman.stream.topology;

import org.apache.kafka.common.TopicPartition;

/** Told of every record once its outcome is known. Threading: called by the stream threads; must be quick and never throw. */
@FunctionalInterface
public interface RecordObserver {
    /** Looks at nothing. */
    RecordObserver NONE = (partition, offset, reason, batchSize) -> {};

    /**
     * A record has its outcome.
     *
     * @param partition where it was read
     * @param offset its offset
     * @param reason {@code GENERATED} or the reason code of its dead letter
     * @param batchSize size of the batch it was inferred in, 0 if it was not
     */
    void served(TopicPartition partition, long offset, String reason, int batchSize);
}
