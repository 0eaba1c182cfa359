package io.dragoman.stream.metrics;

import java.time.Duration;

/**
 * How far behind the application is, in records and in the time it needs for them. The rate counts only while a backlog
 * stands: what an idle application serves is what arrives, and says nothing of what it could.
 *
 * <p>Threading: sampled by one thread, read by any.
 */
public final class Backlog {
    /** A rate is forgotten by half in this much busy time. */
    private static final double HALF_LIFE_SECONDS = 20;

    private final long busyFrom;
    private boolean sampled;
    private long lastNanos;
    private long lastServed;
    private long lastRecords;
    private volatile long records;
    private volatile double rate = Double.NaN;

    /** @param busyFrom backlog, in records, from which the application counts as busy: a batch or so */
    public Backlog(long busyFrom) {
        this.busyFrom = busyFrom;
    }

    /**
     * Takes a sample.
     *
     * @param nanos {@link System#nanoTime}
     * @param waiting records not served yet
     * @param served records served since the start
     */
    public void sample(long nanos, long waiting, long served) {
        double seconds = (nanos - lastNanos) / 1e9;
        if (sampled && seconds > 0 && lastRecords >= busyFrom && waiting >= busyFrom) {
            double now = (served - lastServed) / seconds;
            double keep = Double.isNaN(rate) ? 0 : Math.pow(0.5, seconds / HALF_LIFE_SECONDS);
            rate = (Double.isNaN(rate) ? 0 : keep * rate) + (1 - keep) * now;
        }
        sampled = true;
        lastNanos = nanos;
        lastServed = served;
        lastRecords = waiting;
        records = waiting;
    }

    /** Records that wait. */
    public long records() {
        return records;
    }

    /** Records a second while busy; NaN before a backlog was seen. */
    public double rate() {
        return rate;
    }

    /**
     * Seconds until what waits now is served; 0 without a backlog, NaN while the rate is unknown, infinite where nothing
     * moves.
     */
    public double seconds() {
        long waiting = records;
        return waiting == 0 ? 0 : waiting / rate;
    }

    /** How often to sample. */
    public static Duration period() {
        return Duration.ofSeconds(1);
    }
}
