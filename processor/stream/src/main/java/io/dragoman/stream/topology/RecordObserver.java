package io.dragoman.stream.topology;

import io.dragoman.engine.Outcome;
import java.time.Duration;
import java.util.Collection;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Told of every record when it is polled and once its outcome is known. Threading: called by the stream threads; must be quick and never throw. */
@FunctionalInterface
public interface RecordObserver {
    /** Reason of a record that was generated. */
    String GENERATED = "GENERATED";

    /** Looks at nothing. */
    RecordObserver NONE = served -> {};

    /** These were polled; those of a partition are processed in their order. */
    default void polled(ConsumerRecords<byte[], byte[]> records) {}

    /** A record has its outcome and was forwarded; it is not committed yet. */
    void served(Served served);

    /** A task of these partitions begins or ends: what was polled of them before is polled again where it was not served. */
    default void released(Collection<TopicPartition> partitions) {}

    /** This one, and another that is told after it of what was served. */
    default RecordObserver andServed(Consumer<Served> other) {
        RecordObserver first = this;
        return new RecordObserver() {
            @Override
            public void polled(ConsumerRecords<byte[], byte[]> records) {
                first.polled(records);
            }

            @Override
            public void served(Served served) {
                first.served(served);
                other.accept(served);
            }

            @Override
            public void released(Collection<TopicPartition> partitions) {
                first.released(partitions);
            }
        };
    }

    /**
     * What became of a record.
     *
     * @param partition where it was read
     * @param offset its offset
     * @param reason {@link #GENERATED} or the reason code of its dead letter
     * @param batchSize size of the batch it was inferred in, 0 if it was not
     * @param lookedAhead whether its inference was asked for when it was polled
     * @param waited time its stream thread stood still for it
     * @param timestamp of the record, milliseconds since the epoch
     * @param source its text; null where it could not be read. It is the stream's: to be shown and kept only where that is allowed
     * @param outcome what its inference came to, if it came to something; of the stream, too
     */
    record Served(
            TopicPartition partition,
            long offset,
            String reason,
            int batchSize,
            boolean lookedAhead,
            Duration waited,
            long timestamp,
            @Nullable String source,
            @Nullable Outcome outcome) {}
}
