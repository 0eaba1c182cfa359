package io.dragoman.stream.app;

import io.dragoman.stream.cluster.ClusterClients;
import io.dragoman.stream.config.DragomanConfiguration;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.StreamsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops the application once its group has committed all that the input topics held when the watch began, whichever instance did it. A broker
 * that does not answer is asked again: the application itself decides when that is a failure.
 *
 * <p>Threading: a thread of its own; {@link #reached} and {@link #close} from any.
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

    private void watch() {
        Duration timeout = configuration.lifecycle().startTimeout();
        String group = configuration.kafka().getOrDefault(StreamsConfig.APPLICATION_ID_CONFIG, "");
        IsolationLevel isolation =
                configuration.exactlyOnce() ? IsolationLevel.READ_COMMITTED : IsolationLevel.READ_UNCOMMITTED;
        try (Consumer<byte[], byte[]> consumer = ClusterClients.consumer(configuration.kafka(), isolation, timeout);
                BrokerOffsets offsets =
                        new BrokerOffsets(ClusterClients.admin(configuration.kafka(), timeout), group, isolation)) {
            reached = awaitEnds(consumer, offsets, timeout);
        }
        if (reached) {
            LOG.info("All that the input topics held at the start is served");
            stop.run();
        }
    }

    /** False if the watch was closed before. */
    private boolean awaitEnds(Consumer<byte[], byte[]> consumer, BrokerOffsets offsets, Duration timeout) {
        Optional<Map<TopicPartition, Long>> ends = ends(consumer, timeout);
        if (ends.isEmpty()) {
            return false;
        }
        Map<TopicPartition, Long> left = new HashMap<>(ends.get());
        for (int second = 0; !left.isEmpty(); second += PERIOD_SECONDS) {
            if (waited()) {
                return false;
            }
            removeDone(left, consumer, offsets, second % SECONDS_BETWEEN_LINES == 0);
        }
        return true;
    }

    /** Where the topics end now; empty if the watch was closed before the broker told. */
    private Optional<Map<TopicPartition, Long>> ends(Consumer<byte[], byte[]> consumer, Duration timeout) {
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
        return Optional.empty();
    }

    private static void removeDone(
            Map<TopicPartition, Long> left, Consumer<byte[], byte[]> consumer, BrokerOffsets offsets, boolean say) {
        try {
            Map<TopicPartition, Long> committed = offsets.committed(left.keySet());
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(left.keySet()); // what has expired is done
            Map<TopicPartition, Long> toGo = new HashMap<>();
            left.forEach((partition, end) -> {
                long done = Math.max(committed.getOrDefault(partition, 0L), begins.getOrDefault(partition, 0L));
                if (done < end) {
                    toGo.put(partition, end - done);
                }
            });
            left.keySet().retainAll(toGo.keySet());
            if (say && !toGo.isEmpty()) {
                LOG.info(
                        "{} records to go, at most",
                        toGo.values().stream().mapToLong(Long::longValue).sum());
            }
        } catch (KafkaException e) {
            LOG.warn("How far the group is cannot be told: {}", e.getMessage());
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

    /** Ends the watch, in the time that the broker's answers take at most. */
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
