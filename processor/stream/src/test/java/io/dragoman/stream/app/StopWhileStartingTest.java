package io.dragoman.stream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dragoman.stream.config.ConfigurationReader;
import io.dragoman.stream.config.DragomanConfiguration;
import io.dragoman.stream.embedded.EmbeddedBroker;
import io.dragoman.stream.topology.RecordObserver;
import io.dragoman.stream.tracing.Tracing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StopWhileStartingTest {
    private static final Duration SOON = Duration.ofSeconds(20); // of a start that may take 5 minutes

    @TempDir
    private Path state;

    @Test
    void aStopEndsTheWaitingForABroker() {
        DragomanApp app = app("127.0.0.1:1", AppListener.NONE);
        FutureTask<Void> start = new FutureTask<>(app::start, null);
        Thread thread = Thread.ofPlatform().start(start);
        await().atMost(SOON).until(() -> thread.getState() == Thread.State.TIMED_WAITING);

        app.close();

        assertThat(start).succeedsWithin(SOON);
        assertThat(app.streams()).isEmpty();
        assertThat(app.failure()).isEmpty();
    }

    @Test
    void aStopEndsTheWaitingForARegistry() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        AppListener listener = new AppListener() {
            @Override
            public void registryWaits(String why) {
                waiting.countDown();
            }
        };
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            DragomanApp app = app(broker.bootstrapServers(), listener);
            FutureTask<Void> start = new FutureTask<>(app::start, null);
            Thread.ofPlatform().start(start);
            waiting.await();

            app.close();

            assertThat(start).succeedsWithin(SOON);
            assertThat(app.streams()).isEmpty();
        }
    }

    private DragomanApp app(String brokers, AppListener listener) {
        String yaml = """
                kafka: { bootstrap.servers: "%s", application.id: stopped, state.dir: "%s" }
                schema-registry: { url: "http://127.0.0.1:1" }
                input: { topics: [in] }
                output: { topic: out }
                dead-letters: { topic: dead }
                models: [ { bundle: none } ]
                start: { timeout: 5m }
                """.formatted(brokers, state);
        DragomanConfiguration configuration = ConfigurationReader.read("test", yaml, Map.of());
        return new DragomanApp(
                configuration,
                () -> {
                    throw new AssertionError("a start that was stopped asks for no models");
                },
                RecordObserver.NONE,
                listener,
                Tracing.OFF);
    }
}
