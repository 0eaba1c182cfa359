package io.dragoman.engine.search;

import java.time.Duration;

/** The time at which search gives up, on {@link System#nanoTime}. */
public record Deadline(long nanoTime, Duration allowed) {
    public static Deadline after(Duration allowed) {
        return new Deadline(System.nanoTime() + allowed.toNanos(), allowed);
    }

    /**
     * What is left.
     *
     * @throws DeadlineExceededException where nothing is
     */
    Duration remaining() {
        long left = nanoTime - System.nanoTime();
        if (left <= 0) {
            throw exceeded();
        }
        return Duration.ofNanos(left);
    }

    /** @throws DeadlineExceededException where the time has come */
    void check(int step) {
        if (System.nanoTime() - nanoTime >= 0) {
            throw new DeadlineExceededException(
                    "found no end after %s and %d steps, expected the batch to be decoded by then"
                            .formatted(allowed, step));
        }
    }

    /** What to throw where a search that counts no steps was ended by it. */
    DeadlineExceededException exceeded() {
        return new DeadlineExceededException(
                "found no end after %s, expected the batch to be decoded by then".formatted(allowed));
    }
}
