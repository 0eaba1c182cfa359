package io.dragoman.stream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dragoman.engine.GeneratedHypothesis;
import io.dragoman.engine.GenerationRequest;
import io.dragoman.engine.Outcome;
import io.dragoman.engine.schedule.BatchScheduler;
import io.dragoman.engine.schedule.SchedulerOptions;
import io.dragoman.stream.config.DragomanConfiguration;
import io.dragoman.stream.embedded.EmbeddedBroker;
import io.dragoman.stream.metrics.Scrape;
import io.dragoman.stream.route.RouteTable;
import io.dragoman.stream.topology.RecordObserver;
import io.dragoman.stream.tracing.Tracing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * The real application under bursts, its engine slowed to some 200 sentences a second: {@code dragoman_backlog_seconds}, as scraped, is held
 * against the time in which what waited then was served indeed. It waits more than it computes, so it runs beside other proofs. Its aim, nine samples in ten, is read from the line it prints on a quiet
 * machine; what it asserts is a floor, for a machine that others slow down now and then drains at no steady rate.
 */
@Tag("proof")
@Execution(ExecutionMode.CONCURRENT)
class BacklogProof {
    private static final int BATCH = 16;
    private static final int SECONDS = 165;
    private static final int WARM_UP_SECONDS = 45;
    private static final long SECOND = 1_000_000_000L;
    private static final double CLOSE = 0.2;

    /** When each count of records had been served. */
    private final ConcurrentSkipListMap<Long, Long> servedAt = new ConcurrentSkipListMap<>();

    private final AtomicLong arrived = new AtomicLong();

    /** A scrape: when, how many records had arrived by then, and what it said. */
    private record Sample(long nanos, long arrived, double predicted) {}

    @Test
    void whatWaitsIsGoneWhenPredicted(@TempDir Path folder) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                BatchScheduler scheduler =
                        new BatchScheduler(BacklogProof::slowly, new SchedulerOptions(BATCH, 4096, 64, 1))) {
            DragomanConfiguration configuration =
                    Monitored.configuration(folder, broker, "engine: { max-batch-size: " + BATCH + " }\n");
            RouteTable routes = new RouteTable(List.of(Monitored.route(scheduler)));
            try (Monitor monitor = Monitor.start(configuration);
                    Monitored monitored = new Monitored(broker, monitor.port());
                    DragomanApp app = new DragomanApp(
                            configuration, () -> routes, timing(monitor.records()), monitor, Tracing.OFF)) {
                app.start();
                await().atMost(Duration.ofMinutes(1))
                        .until(() -> monitored.get("/health/ready").statusCode() == 200);
                judge(replay(monitored));
            }
        }
    }

    /** 2 ms a sentence and 0.1 ms a character. */
    private static List<Outcome> slowly(List<GenerationRequest> batch) {
        long nanos = 0;
        List<Outcome> outcomes = new ArrayList<>();
        for (GenerationRequest request : batch) {
            nanos += 2_000_000L + 100_000L * request.text().length();
            outcomes.add(new Outcome.Generated(List.of(new GeneratedHypothesis(request.text(), 0)), Set.of()));
        }
        long end = System.nanoTime() + nanos;
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
        return outcomes;
    }

    private RecordObserver timing(RecordObserver observer) {
        AtomicLong served = new AtomicLong();
        return observer.andServed(record -> servedAt.put(served.incrementAndGet(), System.nanoTime()));
    }

    /** Each 30 to 40 s a burst of 1,500 to 5,000 sentences of 5 to 60 characters, and 20 a second between. */
    private List<Sample> replay(Monitored monitored) throws Exception {
        SplittableRandom random = new SplittableRandom(1);
        List<Sample> samples = new ArrayList<>();
        long start = System.nanoTime();
        int nextBurst = 0;
        for (int second = 0; second < SECONDS; second++) {
            int count = 20;
            if (second == nextBurst) {
                count = random.nextInt(1_500, 5_000);
                nextBurst = second + random.nextInt(30, 40);
            }
            for (int i = 0; i < count; i++) {
                monitored.send("x".repeat(random.nextInt(5, 60)));
            }
            monitored.flush();
            arrived.addAndGet(count);
            long due = start + (second + 1) * SECOND;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            Scrape scrape = monitored.scrape();
            samples.add(new Sample(System.nanoTime(), arrived.get(), scrape.sum("dragoman_backlog_seconds")));
        }
        await().atMost(Duration.ofMinutes(2)).until(() -> servedAt.containsKey(arrived.get()));
        return samples;
    }

    /**
     * Judges the samples with more than a second to go, after a warm-up of some bursts. Half a second of error is granted: that is how far
     * apart the application looks.
     */
    private void judge(List<Sample> samples) {
        List<Sample> judged = samples.stream()
                .skip(WARM_UP_SECONDS)
                .filter(sample -> left(sample) > 1)
                .toList();
        List<Sample> far = judged.stream()
                .filter(sample -> error(sample) > Math.max(CLOSE * left(sample), 0.5))
                .toList();
        long strictly = judged.stream()
                .filter(sample -> error(sample) <= CLOSE * left(sample))
                .count();
        System.out.printf(
                "PROOF backlog in seconds: %d of %d samples within 20 %% of the real drain time or half a second, %d within 20 %%%n",
                judged.size() - far.size(), judged.size(), strictly);
        far.forEach(sample ->
                System.out.printf("  not so: predicted %.1f s, real %.1f s%n", sample.predicted(), left(sample)));
        assertThat(judged).as("samples with a backlog").hasSizeGreaterThan(35);
        assertThat((double) far.size() / judged.size()).isLessThanOrEqualTo(0.35);
    }

    /** Seconds until all that had arrived at a sample was served. */
    private double left(Sample sample) {
        Long gone = servedAt.get(sample.arrived());
        return gone == null ? 0 : Math.max(0, (gone - sample.nanos()) / 1e9);
    }

    private double error(Sample sample) {
        return Math.abs(sample.predicted() - left(sample));
    }
}
