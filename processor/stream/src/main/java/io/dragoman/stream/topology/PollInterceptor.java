package io.dragoman.stream.topology;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Tells the {@link RecordObserver} of every poll of a stream thread. Set it with the {@code main.consumer.} prefix, and before the
 * look-ahead: whoever waits there for the registry has polled already.
 *
 * <p>Threading: Kafka calls it on the stream thread, within {@code poll()}.
 */
public final class PollInterceptor implements ConsumerInterceptor<byte[], byte[]> {
    /** Key of the configuration entry that holds the {@link RecordObserver} object. */
    public static final String OBSERVER = "dragoman.record.observer";

    private RecordObserver observer = RecordObserver.NONE;

    /** Called by Kafka. */
    public PollInterceptor() {}

    @Override
    public void configure(Map<String, ?> configuration) {
        if (configuration.get(OBSERVER) instanceof RecordObserver given) {
            observer = given;
        }
    }

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> polled) {
        observer.polled(polled);
        return polled;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        // A commit changes nothing here: the observer is told of what was served.
    }

    @Override
    public void close() {
        // The observer is not the consumer's.
    }
}
