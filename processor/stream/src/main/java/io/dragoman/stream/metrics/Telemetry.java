package io.dragoman.stream.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.KafkaStreams;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All meters of the process and the page that Prometheus scrapes. Threading: any thread may scrape; closing twice is safe. */
public final class Telemetry implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Telemetry.class);

    private static final Duration SHARED = Duration.ofMillis(500);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final StreamMetrics stream = new StreamMetrics(registry, Clock.systemUTC());
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final Backlog backlog = new Backlog();
    private final ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("dragoman-backlog").factory());
    private @Nullable KafkaStreamsMetrics kafka;
    private @Nullable Page last; // guarded by this

    private record Page(long nanos, String text) {}

    /** Begins to measure the process. */
    public Telemetry() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        collections.bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        NativeMemory.bindTo(registry);
        Gauge.builder("dragoman.backlog.records", stream.backlog(), StreamBacklog::records)
                .description("Records of this instance's partitions that are not served yet")
                .register(registry);
        Gauge.builder("dragoman.backlog.seconds", backlog, now -> now.seconds(System.nanoTime()))
                .description("Time to serve the backlog at the rate measured while busy; NaN while that is unknown")
                .register(registry);
        Gauge.builder("dragoman.oldest.waiting.seconds", stream.backlog(), StreamBacklog::oldestSeconds)
                .description("Longest that the next record of a partition has waited since its timestamp")
                .register(registry);
        Gauge.builder("dragoman.rate.busy", backlog, Backlog::rate)
                .description("Records a second while a backlog stands; NaN before one was seen")
                .register(registry);
    }

    /** The application's own meters. */
    public StreamMetrics stream() {
        return stream;
    }

    /** The backlog as last sampled. */
    public Backlog backlog() {
        return backlog;
    }

    /** What waits in each partition. */
    public List<PartitionBacklog> backlogByPartition() {
        return stream.backlog().byPartition();
    }

    /** Binds the running streams and begins to sample their backlog. Once. */
    public void bind(KafkaStreams streams, PartitionOffsets broker) {
        KafkaStreamsMetrics bound = new KafkaStreamsMetrics(streams);
        bound.bindTo(registry);
        kafka = bound;
        long millis = Backlog.period().toMillis();
        var unused =
                sampler.scheduleWithFixedDelay(() -> sample(streams, broker), millis, millis, TimeUnit.MILLISECONDS);
    }

    private void sample(KafkaStreams streams, PartitionOffsets broker) {
        try {
            long nanos = System.nanoTime();
            long served = stream.served(); // before what waits: the broker takes its time to tell
            backlog.sample(nanos, stream.backlog().sample(StreamBacklog.committed(streams), broker), served);
        } catch (RuntimeException e) {
            LOG.debug("No sample of the backlog", e); // the streams start or end, or the broker is away
        }
    }

    /** The meters in Prometheus's text format, at most {@link #SHARED} old: a storm of scrapes costs one a moment. */
    public synchronized String scrape() {
        long now = System.nanoTime();
        Page page = last;
        if (page == null || now - page.nanos() > SHARED.toNanos()) {
            page = new Page(now, registry.scrape());
            last = page;
        }
        return page.text();
    }

    @Override
    public void close() {
        sampler.shutdownNow();
        KafkaStreamsMetrics bound = kafka;
        if (bound != null) {
            bound.close();
        }
        collections.close();
        registry.close();
    }
}
