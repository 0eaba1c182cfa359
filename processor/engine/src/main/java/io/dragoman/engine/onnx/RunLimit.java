package io.dragoman.engine.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.RunOptions;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a run of a graph that takes too long: ONNX Runtime looks at the flag before each node, those of a loop's body too. */
final class RunLimit implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunLimit.class);
    private static final ScheduledThreadPoolExecutor CLOCK = clock();

    private final RunOptions options;
    private final Future<?> alarm;
    private boolean over; // guarded by this, as closed
    private boolean closed;

    RunLimit(Duration limit) throws OrtException {
        this.options = new RunOptions();
        this.alarm = CLOCK.schedule(this::end, limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static ScheduledThreadPoolExecutor clock() {
        ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "dragoman-run-limit");
            thread.setDaemon(true);
            return thread;
        });
        clock.setRemoveOnCancelPolicy(true);
        return clock;
    }

    private synchronized void end() {
        if (closed) {
            return;
        }
        over = true;
        try {
            options.setTerminate(true);
        } catch (OrtException e) {
            LOG.warn("a run that takes too long could not be ended", e);
        }
    }

    RunOptions options() {
        return options;
    }

    /** Whether the time came before {@link #close}. */
    synchronized boolean over() {
        return over;
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            alarm.cancel(false);
            options.close();
        }
    }
}
