package io.dragoman.stream.app;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
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
 * the thread is replaced after a pause that doubles, at most {@link #MAX_REPLACEMENTS} times within {@link #PERIOD}: an outage of half a minute
 * is sat out, and what was not committed is read again.
 *
 * <p>Threading: called by any stream thread, one at a time.
 */
final class FailurePolicy implements StreamsUncaughtExceptionHandler {
    static final int MAX_REPLACEMENTS = 5;
    static final Duration PERIOD = Duration.ofMinutes(5);

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final List<Class<? extends Throwable>> FATAL = List.of(
            Error.class,
            AuthorizationException.class,
            AuthenticationException.class,
            FencedInstanceIdException.class,
            UnsupportedVersionException.class,
            MissingSourceTopicException.class);

    private static final Logger LOG = LoggerFactory.getLogger(FailurePolicy.class);

    private final Clock clock;
    private final Consumer<String> told;
    private final Deque<Instant> replacements = new ArrayDeque<>();
    private final AtomicReference<@Nullable Throwable> fatal = new AtomicReference<>();

    private final CountDownLatch stopping = new CountDownLatch(1);

    /** @param told of the reason, whenever a thread dies */
    FailurePolicy(Clock clock, Consumer<String> told) {
        this.clock = clock;
        this.told = told;
    }

    /** What ended the application, if something did. */
    @Nullable Throwable fatal() {
        return fatal.get();
    }

    @Override
    public synchronized StreamThreadExceptionResponse handle(Throwable thrown) {
        Instant now = clock.instant();
        told.accept(describe(thrown));
        replacements.removeIf(at -> at.isBefore(now.minus(PERIOD)));
        if (isFatal(thrown) || replacements.size() >= MAX_REPLACEMENTS) {
            fatal.compareAndSet(null, thrown);
            LOG.debug("A stream thread died and the application stops", thrown);
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        replacements.addLast(now);
        Duration pause = FIRST_PAUSE.multipliedBy(1L << (replacements.size() - 1));
        LOG.warn(
                "A stream thread died and is replaced in {} s ({} of {} times within {} min): {}",
                pause.toSeconds(),
                replacements.size(),
                MAX_REPLACEMENTS,
                PERIOD.toMinutes(),
                describe(thrown));
        LOG.debug("It died of", thrown);
        pause(pause);
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    /** The application is closing: nobody waits any longer before a thread is replaced. */
    void stop() {
        stopping.countDown();
    }

    /** The cause that tells people most: what Dragoman says, or else what nothing mends, or else the innermost. */
    static String describe(Throwable thrown) {
        Throwable telling = null;
        Throwable innermost = thrown;
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            innermost = cause;
            boolean ours = cause.getClass().getName().startsWith("io.dragoman.");
            if (telling == null && (ours || isFatal(cause.getClass()))) {
                telling = cause;
            }
        }
        Throwable told = telling == null ? innermost : telling;
        String message = told.getMessage();
        String name = told.getClass().getSimpleName();
        String hint = switch (told) {
            case FencedInstanceIdException fenced ->
                " (another process runs with the same group.instance.id or state.dir; give each its own)";
            case MissingSourceTopicException missing ->
                " (a topic of input.topics was deleted or may not be read; restore it and start again)";
            default -> "";
        };
        return (message == null || message.isBlank() ? name : name + ": " + message) + hint;
    }

    private void pause(Duration pause) {
        try {
            if (stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("The application is closing");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean isFatal(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (isFatal(cause.getClass())) {
                return true;
            }
        }
        return false;
    }

    private static boolean isFatal(Class<? extends Throwable> kind) {
        return FATAL.stream().anyMatch(fatal -> fatal.isAssignableFrom(kind));
    }
}
