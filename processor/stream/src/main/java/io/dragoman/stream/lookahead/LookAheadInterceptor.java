package io.dragoman.stream.lookahead;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerInterceptor;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows every poll of a stream thread to its {@link LookAhead}. Set it with the {@code main.consumer.} prefix, so that the restore consumer has
 * none. Never throws: what could not be submitted is a miss.
 *
 * <p>Threading: Kafka calls it on the stream thread, within {@code poll()}.
 */
public final class LookAheadInterceptor implements ConsumerInterceptor<byte[], byte[]> {
    /** Key of the configuration entry that holds the {@link LookAheads} object. */
    public static final String LOOK_AHEADS = "dragoman.look.aheads";

    private static final Logger LOG = LoggerFactory.getLogger(LookAheadInterceptor.class);

    private @Nullable LookAheads lookAheads;

    /** Called by Kafka. */
    public LookAheadInterceptor() {}

    @Override
    public void configure(Map<String, ?> configuration) {
        if (configuration.get(LOOK_AHEADS) instanceof LookAheads given) {
            lookAheads = given;
        } else {
            LOG.warn("Found no {} in the consumer's configuration: records are inferred one at a time", LOOK_AHEADS);
        }
    }

    @Override
    public ConsumerRecords<byte[], byte[]> onConsume(ConsumerRecords<byte[], byte[]> polled) {
        LookAheads given = lookAheads;
        if (given != null && !polled.isEmpty()) {
            try {
                given.ofThread().admit(polled);
            } catch (RuntimeException e) {
                LOG.debug("A poll of {} records was not looked ahead", polled.count(), e);
            }
        }
        return polled;
    }

    @Override
    public void onCommit(Map<TopicPartition, OffsetAndMetadata> offsets) {
        // A commit changes nothing here: what is not processed yet is not committed.
    }

    @Override
    public void close() {
        LookAheads given = lookAheads;
        if (given != null) {
            given.leave();
        }
    }
}
