package io.dragoman.stream.app;

import io.dragoman.event.GeneratedText;
import io.dragoman.event.SourceText;
import io.dragoman.stream.config.DragomanConfiguration;
import io.dragoman.stream.deadletter.DeadLetterWriter;
import io.dragoman.stream.events.GeneratedEventWriter;
import io.dragoman.stream.events.SourceEventReader;
import io.dragoman.stream.lookahead.LookAheads;
import io.dragoman.stream.route.RouteTable;
import io.dragoman.stream.topology.InferenceParts;
import io.dragoman.stream.topology.InferenceTopology;
import io.dragoman.stream.topology.RecordObserver;
import io.dragoman.stream.tracing.Tracing;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The streaming application in this process: checks broker, topics and registry, runs the topology, stops in bounded time. It does not own the
 * models given to it.
 *
 * <p>Threading: {@link #start} once; {@link #close}, {@link #state} and {@link #awaitEnd} from any thread. Closing twice is safe.
 */
public final class DragomanApp implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DragomanApp.class);

    private final DragomanConfiguration configuration;
    private final Supplier<RouteTable> routes;
    private final RecordObserver observer;
    private final AppListener listener;
    private final Tracing tracing;
    private final FailurePolicy failures;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Object beginning = new Object();
    private boolean closing; // guarded by beginning
    private @Nullable Thread starting; // guarded by beginning
    private final Serde<SourceText> sources;
    private final Serde<GeneratedText> generations;
    private volatile @Nullable KafkaStreams streams;
    private @Nullable InstanceIdentity identity;

    /** An application over loaded models. */
    public DragomanApp(DragomanConfiguration configuration, LoadedModels models) {
        this(configuration, models.routes(), RecordObserver.NONE);
    }

    /**
     * An application over any routes.
     *
     * @param configuration checked configuration
     * @param routes models, warm
     * @param observer told of every record served
     */
    public DragomanApp(DragomanConfiguration configuration, RouteTable routes, RecordObserver observer) {
        this(configuration, () -> routes, observer, AppListener.NONE, Tracing.OFF);
    }

    /** An application over models that may still be loading while it checks broker, topics and registry. */
    DragomanApp(
            DragomanConfiguration configuration,
            Supplier<RouteTable> routes,
            RecordObserver observer,
            AppListener listener,
            Tracing tracing) {
        this.configuration = configuration;
        this.routes = routes;
        this.observer = observer;
        this.listener = listener;
        this.tracing = tracing;
        this.failures = new FailurePolicy(Clock.systemUTC(), listener::threadDied);
        this.sources = EventSerdes.sources(configuration.registry());
        this.generations = EventSerdes.generations(configuration.registry());
    }

    /**
     * Checks broker, topics and registry, then starts the stream threads, unless it is closed meanwhile: that ends the waiting for them.
     *
     * @throws SetupException if something is missing; the message says what and what to do
     */
    public void start() {
        synchronized (beginning) {
            if (closing) {
                return;
            }
            starting = Thread.currentThread();
        }
        try {
            prepareAndBegin();
        } catch (RuntimeException e) {
            if (!isClosing()) {
                throw e;
            }
            LOG.debug("Closed while it started", e);
        } finally {
            ceaseStarting();
        }
    }

    private boolean isClosing() {
        synchronized (beginning) {
            return closing;
        }
    }

    /** From here on nobody interrupts this thread. */
    private void ceaseStarting() {
        synchronized (beginning) {
            if (closing && starting != null) {
                var unused = Thread.interrupted();
            }
            starting = null;
        }
    }

    private void prepareAndBegin() {
        int deadLetterBytes = new TopicSetup(configuration).prepare();
        listener.brokerReached();
        EventSerdes.check(generations, configuration, listener::registryWaits);
        listener.registryReached();
        DeadLetterWriter deadLetters =
                new DeadLetterWriter(configuration.deadLetters().topic(), deadLetterBytes);
        InferenceParts parts = parts(deadLetters);
        Topology topology = InferenceTopology.build(
                configuration.input().topics(),
                configuration.output().topic(),
                configuration.deadLetters().topic(),
                parts);
        InstanceIdentity opened = openIdentity();
        identity = opened;
        try {
            Properties settings = StreamsSettings.of(configuration, parts, opened.id());
            KafkaStreams made = new KafkaStreams(topology, settings);
            made.setUncaughtExceptionHandler(failures);
            made.setStateListener((now, before) -> {
                LOG.debug("Streams state {} -> {}", before, now);
                if (now == KafkaStreams.State.NOT_RUNNING || now == KafkaStreams.State.ERROR) {
                    ended.countDown();
                }
            });
            if (begin(made)) {
                listener.started(made);
            } else {
                made.close();
                opened.close();
            }
        } catch (KafkaException e) {
            opened.close();
            throw SetupException.ofKafka("Kafka Streams does not start with these settings", e, configuration.kafka());
        }
    }

    /** False where a signal came before: nobody would close what begins now. */
    private boolean begin(KafkaStreams made) {
        synchronized (beginning) {
            if (closing) {
                return false;
            }
            streams = made;
            starting = null;
            made.start();
            return true;
        }
    }

    /** State of the streams; CREATED before the start. */
    public KafkaStreams.State state() {
        KafkaStreams running = streams;
        return running == null ? KafkaStreams.State.CREATED : running.state();
    }

    /** What ended the application, if it was not {@link #close}. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failures.fatal());
    }

    /** The running streams, for metrics; empty before the start. */
    public Optional<KafkaStreams> streams() {
        return Optional.ofNullable(streams);
    }

    /** Waits until the application has ended. */
    public void awaitEnd() throws InterruptedException {
        ended.await();
    }

    /** Waits until the application has ended; false if it has not in time. */
    public boolean awaitEnd(Duration timeout) throws InterruptedException {
        return ended.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Commits what is processed, leaves the group and stops, within {@code stop.timeout}. */
    @Override
    public void close() {
        synchronized (beginning) {
            if (closing) {
                return;
            }
            closing = true;
            if (starting != null) {
                starting.interrupt();
            }
        }
        failures.stop();
        KafkaStreams running = streams;
        if (running != null) {
            boolean clean = running.close(
                    CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                            .withTimeout(configuration.lifecycle().stopTimeout()));
            if (!clean) {
                LOG.warn(
                        "Not stopped within {}: what is not committed is done again after a restart",
                        configuration.lifecycle().stopTimeout());
            }
        }
        InstanceIdentity opened = identity;
        if (opened != null) {
            opened.close();
        }
        sources.close();
        generations.close();
        ended.countDown();
    }

    private InferenceParts parts(DeadLetterWriter deadLetters) {
        RouteTable loaded = routes.get();
        listener.loaded(loaded);
        SourceEventReader reader = new SourceEventReader(sources.deserializer());
        return new InferenceParts(
                configuration.input().topics(),
                reader,
                loaded,
                new LookAheads(
                        reader,
                        loaded,
                        Set.copyOf(configuration.input().topics()),
                        configuration.engine().queueCapacity(),
                        tracing),
                new GeneratedEventWriter(
                        generations.serializer(), configuration.output().topic()),
                deadLetters,
                tracing,
                observer,
                new InferenceParts.Limits(
                        configuration.engine().maxWait(),
                        Math.min(1 << 20, StreamsSettings.maxRequestBytes(configuration))));
    }

    private InstanceIdentity openIdentity() {
        return InstanceIdentity.open(
                configuration.stateDirectory(),
                configuration.kafka().getOrDefault(StreamsConfig.APPLICATION_ID_CONFIG, "dragoman"));
    }
}
