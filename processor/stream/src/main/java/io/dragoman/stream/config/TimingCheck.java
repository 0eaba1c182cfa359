package io.dragoman.stream.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Checks the times that only make sense together. One {@code process()} call may block for {@code engine.wait}; Kafka Streams leaves its
 * processing loop once half of {@code max.poll.interval.ms} has passed, so a wait beyond the other half loses the partitions. Under exactly
 * once the transaction must outlive the commit interval plus one such wait, or its producer is fenced.
 */
public final class TimingCheck {
    /** Transaction timeout under exactly once when the user gives none: longer than the default wait, milliseconds. */
    public static final long DEFAULT_TRANSACTION_TIMEOUT_MS = 60_000;

    private static final long DEFAULT_POLL_INTERVAL_MS = 300_000;
    private static final long DEFAULT_HEARTBEAT_MS = 3_000;

    private TimingCheck() {}

    static List<String> problems(Map<String, String> kafka, DragomanConfiguration.Engine engine) {
        List<String> problems = new ArrayList<>();
        boolean exactlyOnce = !"at_least_once".equals(kafka.get("processing.guarantee"));
        long wait = engine.maxWait().toMillis();
        long commit = millis(kafka, problems, exactlyOnce ? 100 : 30_000, "commit.interval.ms");
        long poll = pollMillis(kafka, problems);
        long transaction = millis(
                kafka,
                problems,
                DEFAULT_TRANSACTION_TIMEOUT_MS,
                "producer.transaction.timeout.ms",
                "transaction.timeout.ms");
        if (engine.batchDeadline().toMillis() * 2 > wait) {
            problems.add("'engine.wait': found " + wait + "ms, expected at least twice engine.batch-deadline ("
                    + engine.batchDeadline().toMillis()
                    + "ms): a record may have to wait for the batch before its own");
        }
        if (wait * 2 > poll) {
            problems.add("'kafka.max.poll.interval.ms': found " + poll + ", expected at least twice engine.wait ("
                    + wait + "ms), or a slow record costs the partitions");
        }
        if (exactlyOnce && transaction <= commit + wait) {
            problems.add("'kafka.producer.transaction.timeout.ms': found " + transaction
                    + ", expected more than commit.interval.ms (" + commit + ") + engine.wait (" + wait
                    + "ms), or a slow record's transaction is aborted");
        }
        return problems;
    }

    /** Longest time between two polls of a stream thread, of a configuration without {@link #problems}. */
    public static Duration pollInterval(Map<String, String> kafka) {
        return Duration.ofMillis(pollMillis(kafka, new ArrayList<>()));
    }

    /** Time between two heartbeats of a consumer to its group. */
    public static Duration heartbeatInterval(Map<String, String> kafka) {
        return Duration.ofMillis(millis(
                kafka,
                new ArrayList<>(),
                DEFAULT_HEARTBEAT_MS,
                "main.consumer.heartbeat.interval.ms",
                "consumer.heartbeat.interval.ms",
                "heartbeat.interval.ms"));
    }

    private static long pollMillis(Map<String, String> kafka, List<String> problems) {
        return millis(
                kafka,
                problems,
                DEFAULT_POLL_INTERVAL_MS,
                "main.consumer.max.poll.interval.ms",
                "consumer.max.poll.interval.ms",
                "max.poll.interval.ms");
    }

    private static long millis(Map<String, String> kafka, List<String> problems, long otherwise, String... names) {
        for (String name : names) {
            @Nullable String text = kafka.get(name);
            if (text == null) {
                continue;
            }
            try {
                return Long.parseLong(text.strip());
            } catch (NumberFormatException e) {
                problems.add("'kafka." + name + "': found '" + text + "', expected milliseconds");
                return otherwise;
            }
        }
        return otherwise;
    }
}
