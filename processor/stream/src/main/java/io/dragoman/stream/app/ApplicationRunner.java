package io.dragoman.stream.app;

import io.dragoman.stream.config.DragomanConfiguration;
import io.dragoman.stream.route.Route;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads the models, runs the application, waits for its end and says how it went. A signal stops it within {@code stop.timeout}. */
final class ApplicationRunner {
    private static final Logger LOG = LoggerFactory.getLogger(ApplicationRunner.class);

    private final DragomanConfiguration configuration;

    ApplicationRunner(DragomanConfiguration configuration) {
        this.configuration = configuration;
    }

    /**
     * Runs until the end.
     *
     * @return the exit code: 0 after a clean stop, 1 after a fatal failure
     */
    int run() throws InterruptedException {
        try (LoadedModels models = LoadedModels.load(configuration.models(), configuration.engine());
                DragomanApp app = new DragomanApp(configuration, models)) {
            for (Route route : models.routes().routes()) {
                LOG.info(
                        "Serving {} {} ({})",
                        route.model().name(),
                        route.model().version(),
                        route.model().digest());
            }
            Thread hook = new Thread(() -> stop(app), "dragoman-stop");
            Runtime.getRuntime().addShutdownHook(hook);
            app.start();
            LOG.info(
                    "Started: {} -> {}",
                    configuration.input().topics(),
                    configuration.output().topic());
            app.awaitEnd();
            Optional<Throwable> failure = app.failure();
            failure.ifPresent(thrown -> LOG.error("Stopped by {}", thrown.toString()));
            return failure.isPresent() ? 1 : 0;
        }
    }

    private static void stop(DragomanApp app) {
        LOG.info("Stopping");
        app.close();
        LOG.info("Stopped");
    }
}
