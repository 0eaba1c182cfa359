package io.dragoman.stream.app;

import io.dragoman.engine.Seq2SeqEngine;
import io.dragoman.engine.model.Device;
import io.dragoman.stream.config.DragomanConfiguration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads the models, runs the application, waits for its end and says how it went. A signal stops it within {@code stop.timeout}. */
final class ApplicationRunner {
    private static final Logger LOG = LoggerFactory.getLogger(ApplicationRunner.class);

    private final DragomanConfiguration configuration;
    private final CountDownLatch finished = new CountDownLatch(1);

    ApplicationRunner(DragomanConfiguration configuration) {
        this.configuration = configuration;
    }

    /**
     * Runs until a signal.
     *
     * @return the exit code, 0
     * @throws ApplicationFailedException if something else ended it
     */
    int run() throws InterruptedException {
        try {
            Seq2SeqEngine.refuseEarly(Device.of(configuration.engine().device()));
            serve();
            LOG.info("Stopped");
            return 0;
        } finally {
            finished.countDown();
        }
    }

    private void serve() throws InterruptedException {
        try (Monitor monitor = Monitor.start(configuration)) {
            try {
                serve(monitor);
            } catch (RuntimeException | Error e) {
                monitor.failed(e);
                throw e;
            }
        }
    }

    private void serve(Monitor monitor) throws InterruptedException {
        try (LoadingModels models =
                        new LoadingModels(configuration, monitor.batches(), monitor.tracing(), monitor::serving);
                DragomanApp app =
                        new DragomanApp(configuration, models::routes, monitor.records(), monitor, monitor.tracing())) {
            StopSignals.handle(() -> stop(app));
            app.start();
            LOG.info(
                    "Started: {} -> {}",
                    configuration.input().topics(),
                    configuration.output().topic());
            app.awaitEnd();
            app.failure().ifPresent(thrown -> {
                throw new ApplicationFailedException(thrown);
            });
        }
    }

    /** On the signal's thread: stops, and leaves the rest to {@link #run}'s thread, which closes the models. */
    private int stop(DragomanApp app) {
        LOG.info("Stopping");
        app.close();
        try {
            if (!finished.await(configuration.lifecycle().stopTimeout().toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("The models were not closed in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return app.failure().isPresent() ? 1 : 0;
    }
}
