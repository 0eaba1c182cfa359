package io.dragoman.stream.app;

import io.dragoman.engine.BatchStatistics;
import io.dragoman.engine.Flag;
import io.dragoman.engine.GeneratedHypothesis;
import io.dragoman.engine.Outcome;
import io.dragoman.stream.config.DragomanConfiguration;
import io.dragoman.stream.console.Console;
import io.dragoman.stream.console.ConsoleModel;
import io.dragoman.stream.console.ConsoleOptions;
import io.dragoman.stream.console.DeadLetterTrail;
import io.dragoman.stream.console.LiveHistory;
import io.dragoman.stream.console.PartitionLag;
import io.dragoman.stream.console.Place;
import io.dragoman.stream.console.RecentRecord;
import io.dragoman.stream.console.RecentRecords;
import io.dragoman.stream.console.ShownText;
import io.dragoman.stream.metrics.PartitionBacklog;
import io.dragoman.stream.metrics.StreamMetrics;
import io.dragoman.stream.metrics.Telemetry;
import io.dragoman.stream.topology.RecordObserver;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the console what happens: counts records and batches, and takes a sample every second. Threading: any thread; closing twice
 * is safe.
 */
final class ConsoleFeed implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConsoleFeed.class);

    private final LiveHistory history = new LiveHistory();
    private final DeadLetterTrail deadLetters = new DeadLetterTrail();
    private final @Nullable RecentRecords records; // null where no text of the stream may be shown
    private final ConsoleOptions options;
    private final Telemetry telemetry;
    private final ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("dragoman-console").factory());
    private volatile List<ConsoleModel> models = List.of();

    ConsoleFeed(Telemetry telemetry, DragomanConfiguration.Console wish) {
        this.telemetry = telemetry;
        this.options = new ConsoleOptions(wish.trial(), wish.hosts(), wish.maxBytes(), wish.perMinute());
        this.records = wish.showTexts() ? new RecentRecords() : null;
        var unused = sampler.scheduleAtFixedRate(this::sample, 0, 1, TimeUnit.SECONDS);
    }

    Console console() {
        return new Console(options, () -> models, history, deadLetters, records);
    }

    void serving(List<ConsoleModel> loaded) {
        models = List.copyOf(loaded);
    }

    void served(RecordObserver.Served record) {
        long now = System.currentTimeMillis();
        String outcome = StreamMetrics.outcomeOf(record.reason()).toUpperCase(Locale.ROOT);
        LiveHistory.Ending ending = LiveHistory.Ending.valueOf(outcome);
        long latency = record.timestamp() > 0 ? now - record.timestamp() : -1;
        history.served(ending, latency);
        Place place = new Place(record.partition().topic(), record.partition().partition(), record.offset());
        RecentRecords shown = records;
        String text = record.source();
        ShownText source = shown == null || text == null ? null : ShownText.of(text);
        if (ending != LiveHistory.Ending.GENERATED) {
            deadLetters.add(now, record.reason(), place, source);
        }
        if (shown != null) {
            shown.add(new RecentRecord(now, place, record.reason(), latency, source, output(record.outcome())));
        }
    }

    private static RecentRecord.@Nullable Output output(@Nullable Outcome outcome) {
        if (!(outcome instanceof Outcome.Generated generated)) {
            return null;
        }
        GeneratedHypothesis best = generated.hypotheses().getFirst();
        List<String> flags = generated.flags().stream().map(Flag::name).toList();
        return new RecentRecord.Output(ShownText.of(best.text()), best.score(), flags);
    }

    void decoded(BatchStatistics batch) {
        if (!models.isEmpty()) { // a warm-up is none of the stream's
            history.decoded(batch.sentences());
        }
    }

    private void sample() {
        try {
            long second = TimeUnit.MILLISECONDS.toSeconds(System.currentTimeMillis());
            long now = System.nanoTime();
            history.sample(now, second, lags(), telemetry.backlog().seconds(now));
        } catch (RuntimeException e) {
            LOG.debug("No sample for the console", e); // the streams are starting or ending
        }
    }

    private List<PartitionLag> lags() {
        return telemetry.backlogByPartition().stream().map(ConsoleFeed::lag).toList();
    }

    private static PartitionLag lag(PartitionBacklog backlog) {
        PartitionBacklog.Oldest next = backlog.oldest();
        PartitionLag.Oldest oldest = next == null
                ? null
                : new PartitionLag.Oldest(next.offset(), next.waited().toMillis(), next.atLeast());
        return new PartitionLag(
                backlog.partition().topic(), backlog.partition().partition(), backlog.records(), oldest);
    }

    @Override
    public void close() {
        sampler.shutdownNow();
    }
}
