package io.dragoman.stream.metrics;

import java.time.Duration;

/**
 * How far behind the application is, in records and in the time it needs for them. The rate counts only while it is busy: what an idle
 * application serves is what arrives, and says nothing of what it could. It was busy from one sample to the next if it served less than had
 * waited at the first, for then it cannot have run dry.
 *
 * <p>Threading: sampled by one thread, read by any.
 */
public final class Backlog {
    /** Busy time is forgotten by half in this much of it. */
    private static final double HALF_LIFE_SECONDS = 8;

    private static final Duration PERIOD = Duration.ofMillis(500);

    private long lastServed;
    private double busySeconds; // weighted, as is the next
    private double busyRecords;
    private volatile double rate = Double.NaN;
    private volatile Sample last = new Sample(0, 0);

    private record Sample(long nanos, long waiting) {}

    /**
     * Takes a sample.
     *
     * @param nanos {@link System#nanoTime}
     * @param waiting records not served yet; looked at after the next, so that no record is taken for served before it waited
     * @param served records served since the start
     */
    public void sample(long nanos, long waiting, long served) {
        double seconds = (nanos - last.nanos()) / 1e9;
        long since = served - lastServed;
        if (seconds > 0 && since < last.waiting()) {
            double keep = Math.pow(0.5, seconds / HALF_LIFE_SECONDS);
            busySeconds = keep * busySeconds + seconds;
            busyRecords = keep * busyRecords + since;
            rate = busyRecords / busySeconds;
        }
        lastServed = served;
        last = new Sample(nanos, waiting);
    }

    /** Records that wait. */
    public long records() {
        return last.waiting();
    }

    /** Records a second while busy; NaN before a backlog was seen. */
    public double rate() {
        return rate;
    }

    /**
     * Seconds until what waits is served; 0 without a backlog, NaN while the rate is unknown, infinite where nothing moves.
     *
     * @param nanos now: what passed since the sample is taken off, as far as samples are usually apart
     */
    public double seconds(long nanos) {
        Sample sample = last;
        if (sample.waiting() == 0) {
            return 0;
        }
        double age = Math.min(nanos - sample.nanos(), 2 * PERIOD.toNanos()) / 1e9;
        double left = sample.waiting() / rate - age;
        return left < 0 ? 0 : left; // NaN stays
    }

    /** How often to sample. */
    public static Duration period() {
        return PERIOD;
    }
}
