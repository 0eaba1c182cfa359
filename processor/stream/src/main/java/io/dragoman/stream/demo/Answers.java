package io.dragoman.stream.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Shows and keeps the answers. Threading: the reader gives them, the command waits for them; guarded by this object. */
final class Answers implements Consumer<Answer> {

    private final Screen screen;
    private final List<Answer> all = new ArrayList<>();
    private long firstMillis;
    private long lastNanos;
    private @Nullable RuntimeException failure;

    Answers(Screen screen) {
        this.screen = screen;
    }

    @Override
    public synchronized void accept(Answer answer) {
        if (all.isEmpty()) {
            firstMillis = System.currentTimeMillis();
        }
        lastNanos = System.nanoTime();
        all.add(answer);
        screen.show(answer);
        notifyAll();
    }

    /** The exchange failed: who waits is told. */
    synchronized void fail(RuntimeException e) {
        failure = e;
        notifyAll();
    }

    /**
     * Waits until {@code count} answers came.
     *
     * @param limit longest time without a new answer
     * @throws DemoException if none came in that time, or the exchange failed
     */
    synchronized void await(int count, Duration limit) {
        int before = -1;
        long deadline = 0;
        while (all.size() < count) {
            if (failure != null) {
                throw new DemoException("The exchange with the broker failed: " + failure.getMessage(), failure);
            }
            if (all.size() != before) {
                before = all.size();
                deadline = System.nanoTime() + limit.toNanos();
            }
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new DemoException("No result came within " + limit.toSeconds() + " s; found " + all.size()
                        + " of " + count + ".");
            }
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new DemoException("The demo was interrupted.", e);
            }
        }
    }

    synchronized Summary summary(long startNanos) {
        return Summary.of(List.copyOf(all), Duration.ofNanos(Math.max(1, lastNanos - startNanos)));
    }

    /** Time from the JVM's start (epoch milliseconds) to the first answer. */
    synchronized Optional<Duration> firstAnswerAfterStart(long jvmStartMillis) {
        return all.isEmpty() ? Optional.empty() : Optional.of(Duration.ofMillis(firstMillis - jvmStartMillis));
    }
}
