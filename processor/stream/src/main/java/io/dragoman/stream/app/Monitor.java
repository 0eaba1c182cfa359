package io.dragoman.stream.app;

import com.sun.net.httpserver.HttpHandler;
import io.dragoman.engine.BatchListener;
import io.dragoman.stream.config.DragomanConfiguration;
import io.dragoman.stream.config.TimingCheck;
import io.dragoman.stream.console.ConsoleModel;
import io.dragoman.stream.health.StreamHealth;
import io.dragoman.stream.management.ManagementServer;
import io.dragoman.stream.metrics.Telemetry;
import io.dragoman.stream.route.Route;
import io.dragoman.stream.route.RouteTable;
import io.dragoman.stream.topology.RecordObserver;
import io.dragoman.stream.tracing.Tracing;
import io.dragoman.stream.tracing.TracingSetup;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Meters, traces and health of one application, and the port that shows them from before its start until after its end. Threading: any thread.
 */
final class Monitor implements AppListener, AutoCloseable {
    /** A batch may hold groups of several beam sizes, each with a deadline of its own. */
    private static final int DEADLINES_A_BATCH = 6;

    private static final int HEARTBEATS_MISSED = 5;

    private static final Logger LOG = LoggerFactory.getLogger(Monitor.class);

    private final DragomanConfiguration configuration;
    private final Telemetry telemetry;
    private final StreamHealth health;
    private final @Nullable ConsoleFeed console; // null where it is switched off
    private final Tracing tracing;
    private final ManagementServer server;
    private @Nullable BrokerOffsets offsets;

    private Monitor(DragomanConfiguration configuration) throws IOException {
        this.configuration = configuration;
        telemetry = new Telemetry();
        tracing = TracingSetup.open(
                configuration.tracing(),
                System.getenv(),
                System.getProperties(),
                configuration.kafka().getOrDefault(StreamsConfig.APPLICATION_ID_CONFIG, ""),
                telemetry.stream()::brokenParent);
        telemetry.stream().traces(tracing);
        health = new StreamHealth(limits(configuration));
        DragomanConfiguration.Management address = configuration.management();
        ManagementServer.Pages pages =
                new ManagementServer.Pages(health::live, health::ready, health::startup, telemetry::scrape);
        console = configuration.console().enabled() ? new ConsoleFeed(telemetry, configuration.console()) : null;
        Map<String, HttpHandler> sites = console == null ? Map.of() : Map.of("/console", console.console());
        try {
            server = ManagementServer.start(address.host(), address.port(), pages, sites);
        } catch (IOException e) {
            closeMeters();
            throw e;
        }
    }

    /**
     * Opens the management port.
     *
     * @throws SetupException if the address cannot be had
     */
    static Monitor start(DragomanConfiguration configuration) {
        try {
            Monitor monitor = new Monitor(configuration);
            LOG.info(
                    "Health, metrics and console at http://{}:{}/",
                    inUrl(configuration.management().host()),
                    monitor.port());
            if (configuration.console().enabled() && configuration.console().showTexts()) {
                LOG.warn(
                        "The console shows texts of the stream to whoever reaches that port (console.show-texts: true)");
            }
            return monitor;
        } catch (IOException e) {
            throw new SetupException(String.valueOf(e.getMessage()), e);
        }
    }

    /** An IPv6 address stands in brackets there. */
    private static String inUrl(String host) {
        return host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
    }

    private static StreamHealth.Limits limits(DragomanConfiguration configuration) {
        Duration batch = configuration.engine().batchDeadline().multipliedBy(DEADLINES_A_BATCH);
        String threads = configuration.kafka().getOrDefault(StreamsConfig.NUM_STREAM_THREADS_CONFIG, "1");
        return new StreamHealth.Limits(
                batch,
                TimingCheck.pollInterval(configuration.kafka()),
                TimingCheck.heartbeatInterval(configuration.kafka()).multipliedBy(HEARTBEATS_MISSED),
                Integer.parseInt(threads.strip()));
    }

    /** The port it listens on. */
    int port() {
        return server.port();
    }

    /** Counts the records, and knows those that wait. */
    RecordObserver records() {
        ConsoleFeed shown = console;
        return shown == null ? telemetry.stream() : telemetry.stream().andServed(shown::served);
    }

    /** Makes the spans. */
    Tracing tracing() {
        return tracing;
    }

    /** Measures the batches. */
    BatchListener batches() {
        ConsoleFeed shown = console;
        return shown == null
                ? telemetry.stream()::decoded
                : (model, batch) -> {
                    telemetry.stream().decoded(model, batch);
                    shown.decoded(batch);
                };
    }

    /** The models that serve, for people to look at. */
    void serving(List<ConsoleModel> models) {
        if (console != null) {
            console.serving(models);
        }
    }

    /** The application is ending because of this. */
    void failed(Throwable cause) {
        health.failed(FailurePolicy.describe(cause));
    }

    @Override
    public void brokerReached() {
        health.brokerReached();
    }

    @Override
    public void registryWaits(String why) {
        health.registryWaits(why);
    }

    @Override
    public void registryReached() {
        health.registryReached();
    }

    @Override
    public void loaded(RouteTable routes) {
        List<Route> all = routes.routes();
        all.forEach(route -> telemetry.stream().model(route.model(), route.placement(), route.queue()::depth));
        List<String> warm = all.stream().map(Monitor::described).toList();
        health.modelsReady("warm: " + String.join(", ", warm), () -> longestRunning(all));
    }

    private static String described(Route route) {
        String fallback = route.placement()
                .fallback()
                .map(why -> " (no GPU: " + why + ")")
                .orElse("");
        return "%s %s on %s%s"
                .formatted(
                        route.model().name(),
                        route.model().version(),
                        route.placement().described(),
                        fallback);
    }

    private static Duration longestRunning(List<Route> routes) {
        return routes.stream()
                .map(route -> route.queue().longestRunning())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    @Override
    public void started(KafkaStreams streams) {
        health.started(streams);
        BrokerOffsets asked = new BrokerOffsets(configuration, health::brokerAnswered);
        offsets = asked;
        telemetry.bind(streams, asked);
    }

    @Override
    public void threadDied(String why) {
        health.threadDied(why);
    }

    @Override
    public void close() {
        server.close();
        closeMeters();
    }

    private void closeMeters() {
        if (console != null) {
            console.close();
        }
        tracing.close();
        telemetry.close();
        BrokerOffsets asked = offsets;
        if (asked != null) {
            asked.close();
        }
    }
}
