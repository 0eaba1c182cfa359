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

    /** When an application that is well ends by itself. */
    enum Until {
        /** Never. */
        STOPPED,
        /** When all is served that the input topics held at the start. */
        PRESENT_END
    }

    private final DragomanConfiguration configuration;
    private final Until until;
    private volatile boolean reached;
    private final CountDownLatch finished = new CountDownLatch(1);

    ApplicationRunner(DragomanConfiguration configuration, Until until) {
        this.configuration = configuration;
        this.until = until;
    }

    /**
     * Runs until a signal, or what was asked for.
     *
     * @return the exit code: 0, or 1 if a signal came before what was asked for
     * @throws ApplicationFailedException if something else ended it
     */
    int run() throws InterruptedException {
        try {
            Seq2SeqEngine.refuseEarly(Device.of(configuration.engine().device()));
            serve();
            LOG.info("Stopped");
            return exitCode();
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
            if (app.streams().isPresent()) {
                LOG.info(
                        "Started: {} -> {}",
                        configuration.input().topics(),
                        configuration.output().topic());
            }
            awaitEnd(app);
            app.failure().ifPresent(thrown -> {
                throw new ApplicationFailedException(thrown);
            });
        }
    }

    private void awaitEnd(DragomanApp app) throws InterruptedException {
        if (until == Until.STOPPED) {
            app.awaitEnd();
            return;
        }
        if (app.streams().isEmpty()) {
            LOG.warn("Stopped before it began, the next start does");
            return;
        }
        PresentEndWatch watch = PresentEndWatch.start(configuration, app::close);
        try (watch) {
            app.awaitEnd();
        }
        reached = watch.reached();
        if (!reached) {
            LOG.warn("Stopped before the present end, the next start goes on; {}", watch.left());
        }
    }

    /** The same for the thread that runs and the one of a signal: the first to exit decides. Who waits for a Job must not take it for done. */
    private int exitCode() {
        return until == Until.PRESENT_END && !reached ? 1 : 0;
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
        return app.failure().isPresent() ? 1 : exitCode();
    }
}
