package io.dragoman.stream.console;

/** So many a minute, and as many at once after a pause. Threading: safe. */
final class RateLimit {
    private static final double MINUTE_NANOS = 60e9;

    private final int perMinute;
    private double left; // guarded by this
    private long lastNanos; // guarded by this

    RateLimit(int perMinute, long nanos) {
        this.perMinute = perMinute;
        this.left = perMinute;
        this.lastNanos = nanos;
    }

    /** Whether one more is allowed now. */
    synchronized boolean take(long nanos) {
        left = Math.min(perMinute, left + perMinute * ((nanos - lastNanos) / MINUTE_NANOS));
        lastNanos = nanos;
        if (left < 1) {
            return false;
        }
        left--;
        return true;
    }

    /** Seconds until one is allowed, 1 or more. */
    synchronized int secondsToWait() {
        return Math.max(1, (int) Math.ceil((1 - left) * 60 / perMinute));
    }
}
