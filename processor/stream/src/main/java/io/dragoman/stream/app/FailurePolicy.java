package io.dragoman.stream.app;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when a stream thread dies. An {@link Error}, or something that waiting does not mend, stops the client and so the process; else
 * the thread is replaced, at most {@link #MAX_REPLACEMENTS} times within {@link #PERIOD}.
 *
 * <p>Threading: called by any stream thread, one at a time.
 */
final class FailurePolicy implements StreamsUncaughtExceptionHandler {
    static final int MAX_REPLACEMENTS = 5;
    static final Duration PERIOD = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(FailurePolicy.class);

    private final Clock clock;
    private final Deque<Instant> replacements = new ArrayDeque<>();
    private final AtomicReference<@Nullable Throwable> fatal = new AtomicReference<>();

    FailurePolicy(Clock clock) {
        this.clock = clock;
    }

    /** What ended the application, if something did. */
    @Nullable Throwable fatal() {
        return fatal.get();
    }

    @Override
    public synchronized StreamThreadExceptionResponse handle(Throwable thrown) {
        Instant now = clock.instant();
        replacements.removeIf(at -> at.isBefore(now.minus(PERIOD)));
        if (isFatal(thrown) || replacements.size() >= MAX_REPLACEMENTS) {
            fatal.compareAndSet(null, thrown);
            LOG.error("A stream thread died and the application stops: {}", thrown.toString(), thrown);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        replacements.addLast(now);
        LOG.warn(
                "A stream thread died and is replaced ({} of {} within {}): {}",
                replacements.size(),
                MAX_REPLACEMENTS,
                PERIOD,
                thrown.toString(),
                thrown);
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    private static boolean isFatal(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof Error
                    || cause instanceof AuthorizationException
                    || cause instanceof AuthenticationException
                    || cause instanceof FencedInstanceIdException
                    || cause instanceof UnsupportedVersionException
                    || cause instanceof MissingSourceTopicException) {
                return true;
            }
        }
        return false;
    }
}
