package io.dragoman.stream.health;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.DoubleStream;
import org.apache.kafka.common.Metric;
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
    private final Limits limits;
    private final BrokerContact contact = new BrokerContact();
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
     * @param silence from which a broker that has not answered counts as unreachable
     * @param threads stream threads that there should be
     */
    public record Limits(Duration inference, Duration poll, Duration silence, int threads) {}

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

    /** A broker answered, whatever it was asked. */
    public void brokerAnswered() {
        contact.heard(System.nanoTime());
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
        brokerAnswered();
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
        int alive = running.metadataForLocalThreads().size();
        String last = deadThread;
        String detail = alive + " of " + limits.threads() + (last == null ? "" : ", one died of " + last);
        return new Check("threads", alive >= limits.threads(), detail);
    }

    private Check hearsBroker(KafkaStreams running) {
        double answers = ofConsumers(running, "response-total").sum();
        Duration silence = contact.silence(answers, System.nanoTime());
        return new Check(
                "broker",
                silence.compareTo(limits.silence()) < 0,
                "last answer %.1f s ago, limit %.1f s".formatted(seconds(silence), seconds(limits.silence())));
    }

    private Check polls(KafkaStreams running) {
        double longest = ofConsumers(running, "last-poll-seconds-ago").max().orElse(0);
        double limit = seconds(limits.poll());
        return new Check(
                "polls",
                longest < limit,
                "last poll %.0f s ago, limit %.1f s".formatted(Math.max(0, longest), limit)); // -1 before the first
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    /** A metric of all consumers but those that restore. */
    private static DoubleStream ofConsumers(KafkaStreams running, String metric) {
        return running.metrics().values().stream()
                .filter(found -> found.metricName().name().equals(metric)
                        && found.metricName().group().equals("consumer-metrics")
                        && !String.valueOf(found.metricName().tags().get("client-id"))
                                .contains("restore"))
                .map(Metric::metricValue)
                .filter(Number.class::isInstance)
                .mapToDouble(value -> ((Number) value).doubleValue());
    }
}
