package io.dragoman.stream.metrics;

import io.dragoman.engine.BatchStatistics;
import io.dragoman.engine.ModelIdentity;
import io.dragoman.engine.Reason;
import io.dragoman.engine.model.Placement;
import io.dragoman.stream.deadletter.Fault;
import io.dragoman.stream.topology.RecordObserver;
import io.dragoman.stream.tracing.SpanLoss;
import io.dragoman.stream.tracing.Tracing;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * The application's own meters. Label sets are bounded: reason codes, models and beam sizes are few, and no text, key or
 * topic of a record becomes a label. Threading: called by stream and inference threads.
 */
public final class StreamMetrics implements RecordObserver {
    private static final Duration[] LATENCIES = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(60),
        Duration.ofMinutes(5)
    };
    /** Cancelled records are read again, and records have no target. */
    private static final Set<Reason> NO_RECORDS =
            EnumSet.of(Reason.CANCELLED, Reason.TARGET_TOO_LONG, Reason.UNKNOWN_LABEL);

    private static final double[] BATCH_SIZES = {1, 2, 4, 8, 16, 32, 64, 128};

    private final MeterRegistry registry;
    private final Clock clock;
    private final Map<String, Counter> records = new ConcurrentHashMap<>();
    private final Map<String, BatchMeters> models = new ConcurrentHashMap<>();
    private final Timer latency;
    private final Timer waited;
    private final Counter hits;
    private final Counter misses;
    private final Counter brokenParents;
    private final AtomicLong served = new AtomicLong();
    private final StreamBacklog backlog;

    public StreamMetrics(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
        this.backlog = new StreamBacklog(clock);
        this.latency = Timer.builder("dragoman.record.latency")
                .description("From the record's timestamp until its outcome was forwarded")
                .serviceLevelObjectives(LATENCIES)
                .register(registry);
        this.waited = Timer.builder("dragoman.record.wait")
                .description("Time a stream thread stood still for a record's outcome")
                .serviceLevelObjectives(LATENCIES)
                .register(registry);
        this.hits = lookAhead("hit");
        this.misses = lookAhead("miss");
        this.brokenParents = Counter.builder("dragoman.traceparent.broken")
                .description("Records served whose header traceparent made no sense; counted where traces are made")
                .register(registry);
        reasons()
                .forEach(reason ->
                        records.put(reason, outcome(reason))); // from 0, or a first increase would not be seen
    }

    /** Every reason a record can be served with. */
    private static List<String> reasons() {
        Stream<String> engine = Stream.of(Reason.values())
                .filter(reason -> !NO_RECORDS.contains(reason))
                .map(Reason::name);
        return Stream.concat(Stream.of(GENERATED, Fault.OUTPUT_TOO_LARGE, Fault.PROCESSING_FAILED), engine)
                .toList();
    }

    private Counter lookAhead(String result) {
        return Counter.builder("dragoman.lookahead")
                .description(
                        "Records whose inference was asked for when they were polled (hit), or only when due (miss)")
                .tag("result", result)
                .register(registry);
    }

    @Override
    public void served(Served record) {
        records.computeIfAbsent(record.reason(), this::outcome).increment();
        served.incrementAndGet();
        backlog.served(record.partition(), record.offset());
        long age = clock.millis() - record.timestamp();
        if (record.timestamp() > 0 && age >= 0) {
            latency.record(age, TimeUnit.MILLISECONDS);
        }
        if (record.batchSize() > 0) {
            waited.record(record.waited());
            (record.lookedAhead() ? hits : misses).increment();
        }
    }

    @Override
    public void polled(ConsumerRecords<byte[], byte[]> records) {
        backlog.polled(records);
    }

    @Override
    public void released(Collection<TopicPartition> partitions) {
        backlog.released(partitions);
    }

    /** A record was served that named a parent span which makes no sense. */
    public void brokenParent() {
        brokenParents.increment();
    }

    /** Shows what traces lose on their way, from 0, also where none are made. */
    public void traces(Tracing tracing) {
        lost(tracing, "queue_full", SpanLoss::queueFull);
        lost(tracing, "export_failed", SpanLoss::exportFailed);
    }

    private void lost(Tracing tracing, String reason, ToLongFunction<SpanLoss> part) {
        FunctionCounter.builder("dragoman.spans.dropped", tracing, made -> part.applyAsLong(made.loss()))
                .description("Spans that no collector got: the queue was full, or sending them failed")
                .tag("reason", reason)
                .register(registry);
    }

    private Counter outcome(String reason) {
        return Counter.builder("dragoman.records")
                .description("Records by outcome; forwarded, so counted again after an aborted transaction")
                .tags("outcome", outcomeOf(reason), "reason", reason)
                .register(registry);
    }

    /** Rejected and failed records are dead letters: the input is to blame for the first, we are for the second. */
    public static String outcomeOf(String reason) {
        return switch (reason) {
            case GENERATED -> "generated";
            case Fault.OUTPUT_TOO_LARGE -> "rejected";
            case Fault.PROCESSING_FAILED -> "failed";
            default -> Reason.valueOf(reason).isFailure() ? "failed" : "rejected";
        };
    }

    /** What was polled and served of each partition. */
    StreamBacklog backlog() {
        return backlog;
    }

    /** Records served since the start. */
    public long served() {
        return served.get();
    }

    /** Shows a model and its queue, and counts its batches from now on. */
    public void model(ModelIdentity model, Placement placement, IntSupplier queueDepth) {
        Gauge.builder("dragoman.model.info", () -> 1)
                .description("Models that are served; always 1")
                .tags(
                        "model",
                        model.name(),
                        "version",
                        model.version(),
                        "digest",
                        model.digest(),
                        "device",
                        placement.used().toString(),
                        "loop",
                        placement.loop().toString())
                .register(registry);
        double fellBack = placement.fallback().isPresent() ? 1 : 0;
        Gauge.builder("dragoman.device.fallback", () -> fellBack)
                .description("1 where device auto found no GPU that works, though this build could use one")
                .tag("model", model.name())
                .register(registry);
        Gauge.builder("dragoman.queue.depth", queueDepth::getAsInt)
                .description("Look-ahead requests that wait for a batch")
                .tag("model", model.name())
                .register(registry);
        models.put(model.name(), new BatchMeters(Tags.of("model", model.name())));
    }

    /** Counts a batch; one of a model that is not shown yet, its warm-up, is left out. */
    public void decoded(ModelIdentity model, BatchStatistics batch) {
        BatchMeters meters = models.get(model.name());
        if (meters != null) {
            meters.record(batch);
        }
    }

    /** The meters of one model's batches. */
    private final class BatchMeters {
        private final DistributionSummary size;
        private final Timer encode;
        private final Timer decode;
        private final Timer total;
        private final Counter sourceTokens;
        private final Counter padding;
        private final Counter targetTokens;
        private final Counter guardAside;

        BatchMeters(Tags tags) {
            size = DistributionSummary.builder("dragoman.batch.size")
                    .description("Sentences decoded together")
                    .tags(tags)
                    .serviceLevelObjectives(BATCH_SIZES)
                    .register(registry);
            encode = timer("dragoman.batch.encode", "Time of a batch in the encoder", tags);
            decode = timer("dragoman.batch.decode", "Time of a batch in decoder steps", tags);
            total = timer("dragoman.batch.total", "Time of a batch, search included", tags);
            sourceTokens = counter("dragoman.tokens.source", "Source tokens read", tags);
            padding = counter("dragoman.tokens.padding", "Source positions computed that hold no token", tags);
            targetTokens = counter("dragoman.tokens.target", "Target tokens of the best hypotheses", tags);
            guardAside = counter(
                    "dragoman.guard.aside", "Sentences for whose best hypothesis the word guard stood aside", tags);
        }

        void record(BatchStatistics batch) {
            size.record(batch.sentences());
            encode.record(batch.encodeNanos(), TimeUnit.NANOSECONDS);
            decode.record(batch.decodeNanos(), TimeUnit.NANOSECONDS);
            total.record(batch.totalNanos(), TimeUnit.NANOSECONDS);
            sourceTokens.increment(batch.sourceTokens());
            padding.increment(batch.paddedSourceTokens() - batch.sourceTokens());
            targetTokens.increment(batch.targetTokens());
            guardAside.increment(batch.guardAside());
        }
    }

    private Timer timer(String name, String description, Tags tags) {
        return Timer.builder(name)
                .description(description)
                .tags(tags)
                .serviceLevelObjectives(LATENCIES)
                .register(registry);
    }

    private Counter counter(String name, String description, Tags tags) {
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }
}
