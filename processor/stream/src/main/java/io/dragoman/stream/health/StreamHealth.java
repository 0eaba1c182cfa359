package io.dragoman.stream.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KafkaStreams.State;
import org.jspecify.annotations.Nullable;

/**
 * Health of the application, worked out when it is asked for. Alive means that a restart would not help: a rebalance, an
 * unreachable broker or a long backlog are no reason for one. Ready means that the models are warm, broker and registry
 * were reached and records are served.
 *
 * <p>Threading: told by the application's threads, asked by any.
 */
public final class StreamHealth {
    /** A consumer says so every 3 s; Kafka's broker gives it up after 10 s, or 45 s. */
    private static final double BROKER_SILENCE_SECONDS = 15;

    private final Limits limits;
    private volatile Check models = new Check("models", false, "loading");
    private volatile Check broker = new Check("broker", false, "not reached yet");
    private volatile Check registry = new Check("registry", false, "not reached yet");
    private volatile Supplier<Duration> longestInference = () -> Duration.ZERO;
    private volatile @Nullable KafkaStreams streams;
    private volatile boolean served;
    private volatile @Nullable String failure;
    private volatile @Nullable String deadThread;

    /**
     * @param inference from which a batch that is still running counts as stuck
     * @param poll from which a stream thread that has not polled counts as stuck
     * @param threads stream threads that there should be
     */
    public record Limits(Duration inference, Duration poll, int threads) {}

    public StreamHealth(Limits limits) {
        this.limits = limits;
    }

    /** The models are loaded and warm. */
    public void modelsReady(String described, Supplier<Duration> longestRunning) {
        longestInference = longestRunning;
        models = new Check("models", true, described);
    }

    /** Broker and topics are as they should be. */
    public void brokerReached() {
        broker = new Check("broker", true, "reached at the start");
    }

    /** The registry does not answer yet. */
    public void registryWaits(String why) {
        registry = new Check("registry", false, "asked again: " + why);
    }

    /** The registry took the output's schema. */
    public void registryReached() {
        registry = new Check("registry", true, "reached at the start");
    }

    /** Kafka Streams was started. */
    public void started(KafkaStreams running) {
        streams = running;
    }

    /** A stream thread died and may be replaced. */
    public void threadDied(String why) {
        deadThread = why;
    }

    /** The application is ending because of this. */
    public void failed(String why) {
        failure = why;
    }

    /** Unhealthy where only a new process helps. */
    public Health live() {
        List<Check> checks = new ArrayList<>();
        checks.add(noFailure());
        KafkaStreams running = streams;
        if (running != null) {
            State state = running.state();
            boolean alive = state != State.ERROR && state != State.PENDING_ERROR;
            checks.add(new Check("streams", alive, state.toString()));
            if (state.isRunningOrRebalancing()) {
                checks.add(threads(running));
            }
            checks.add(polls(running));
        }
        Duration longest = longestInference.get();
        checks.add(new Check(
                "inference",
                longest.compareTo(limits.inference()) < 0,
                "longest running batch " + longest.toMillis() + " ms, limit "
                        + limits.inference().toMillis() + " ms"));
        return new Health(checks);
    }

    /** Unhealthy where no records are served: before the first assignment, and from the beginning of the end. */
    public Health ready() {
        KafkaStreams running = streams;
        State state = running == null ? State.CREATED : running.state();
        served |= state == State.RUNNING;
        boolean serving = state == State.RUNNING || (state == State.REBALANCING && served);
        return new Health(List.of(
                noFailure(),
                models,
                running == null ? broker : hearsBroker(running),
                registry,
                new Check("streams", serving, state.toString())));
    }

    /** Healthy once it was ready: a startup probe may be followed by the others. */
    public Health startup() {
        Health ready = ready();
        boolean started = served && failure == null;
        return started ? new Health(List.of(new Check("started", true, "served since"))) : ready;
    }

    private Check noFailure() {
        String fatal = failure;
        return new Check("failure", fatal == null, fatal == null ? "none" : fatal);
    }

    private Check threads(KafkaStreams running) {
        long alive;
        try {
            alive = running.metadataForLocalThreads().stream()
                    .filter(thread -> !thread.threadState().equals("DEAD"))
                    .count();
        } catch (IllegalStateException e) {
            return new Check("threads", true, "ending: " + e.getMessage()); // since the state was asked for
        }
        String last = deadThread;
        String detail = alive + " of " + limits.threads() + (last == null ? "" : ", one died of " + last);
        return new Check("threads", alive >= limits.threads(), detail);
    }

    private Check hearsBroker(KafkaStreams running) {
        double silent = longestAgo(running, "last-heartbeat-seconds-ago");
        return new Check(
                "broker", silent < BROKER_SILENCE_SECONDS, "last heartbeat to the group %.0f s ago".formatted(silent));
    }

    private Check polls(KafkaStreams running) {
        double longest = longestAgo(running, "last-poll-seconds-ago");
        double limit = limits.poll().toMillis() / 1000.0;
        return new Check("polls", longest < limit, "last poll %.1f s ago, limit %.0f s".formatted(longest, limit));
    }

    /** Of all consumers but those that restore; 0 where it never happened. */
    private static double longestAgo(KafkaStreams running, String metric) {
        double longest = 0;
        for (Map.Entry<MetricName, ? extends Metric> entry : running.metrics().entrySet()) {
            MetricName name = entry.getKey();
            if (name.name().equals(metric)
                    && !String.valueOf(name.tags().get("client-id")).contains("restore")
                    && entry.getValue().metricValue() instanceof Number seconds) {
                longest = Math.max(longest, seconds.doubleValue());
            }
        }
        return longest;
    }
}
