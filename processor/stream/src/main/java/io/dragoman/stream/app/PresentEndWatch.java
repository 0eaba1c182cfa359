package io.dragoman.stream.app;

import io.dragoman.stream.cluster.ClusterClients;
import io.dragoman.stream.config.DragomanConfiguration;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops the application once its group has committed all that the input topics held when the watch began, whichever instance did it. A broker
 * that does not answer is asked again: the application itself decides when that is a failure.
 *
 * <p>Threading: a thread of its own; {@link #reached}, {@link #left} and {@link #close} from any.
 */
final class PresentEndWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PresentEndWatch.class);
    private static final int PERIOD_SECONDS = 1;
    private static final int SECONDS_BETWEEN_LINES = 10;

    private final DragomanConfiguration configuration;
    private final Runnable stop;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean reached;
    private volatile String left = "nobody knows yet what is to go";

    private PresentEndWatch(DragomanConfiguration configuration, Runnable stop) {
        this.configuration = configuration;
        this.stop = stop;
        this.thread = Thread.ofPlatform().daemon().name("present-end").unstarted(this::watch);
    }

    /** @param stop called once, on the watch's thread */
    static PresentEndWatch start(DragomanConfiguration configuration, Runnable stop) {
        PresentEndWatch watch = new PresentEndWatch(configuration, stop);
        watch.thread.start();
        return watch;
    }

    /** Whether all was committed. */
    boolean reached() {
        return reached;
    }

    /** What was left when it was last looked at, for people. */
    String left() {
        return left;
    }

    private void watch() {
        try (BrokerOffsets offsets = new BrokerOffsets(configuration, () -> {})) {
            reached = ends().map(ends -> awaitEnds(ends, offsets)).orElse(false);
        }
        if (reached) {
            LOG.info("All that the input topics held at the start is served");
            stop.run();
        }
    }

    /** Where the topics end now; empty if the watch was closed before the broker told. */
    private Optional<Map<TopicPartition, Long>> ends() {
        Duration timeout = configuration.lifecycle().startTimeout();
        IsolationLevel isolation = BrokerOffsets.isolation(configuration);
        try (Consumer<byte[], byte[]> consumer = ClusterClients.consumer(configuration.kafka(), isolation, timeout)) {
            do {
                try {
                    Map<TopicPartition, Long> ends = new PresentEnd(consumer, timeout)
                            .of(configuration.input().topics());
                    LOG.info("Serving to the present end: {}", ends);
                    return Optional.of(ends);
                } catch (KafkaException e) {
                    LOG.warn("The input topics' ends are not known yet: {}", e.getMessage());
                }
            } while (!waited());
        }
        return Optional.empty();
    }

    /** False if the watch was closed before; looks once more then, for what the end of the application has committed. */
    private boolean awaitEnds(Map<TopicPartition, Long> ends, BrokerOffsets offsets) {
        boolean closing = false;
        for (int second = 0; ; second += PERIOD_SECONDS) {
            if (look(ends, offsets, second % SECONDS_BETWEEN_LINES == 0)) {
                return true;
            }
            if (closing) {
                return false;
            }
            closing = waited();
        }
    }

    /** Whether all is done. */
    private boolean look(Map<TopicPartition, Long> ends, BrokerOffsets offsets, boolean say) {
        try {
            RecordsToGo toGo = RecordsToGo.of(ends, offsets.committed(ends.keySet()), offsets.begins(ends.keySet()));
            left = toGo.toString();
            if (say && !toGo.none()) {
                LOG.info("{}", left);
            }
            return toGo.none();
        } catch (KafkaException e) {
            LOG.warn("How far the group is cannot be told: {}", e.getMessage());
            return false;
        }
    }

    /** Waits a period; true if the watch is to end. */
    private boolean waited() {
        try {
            return closed.await(PERIOD_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /** Ends the watch after a last look, in the time that the broker's answers take at most. */
    @Override
    public void close() {
        closed.countDown();
        try {
            thread.join(configuration.lifecycle().stopTimeout());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
