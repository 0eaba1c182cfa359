package io.dragoman.stream.tracing;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.sdk.common.Clock;

/**
 * What spans are made with: one clock for all of them, because many begin before it is known how.
 *
 * @param tracer makes them
 * @param clock tells the time
 * @param onBrokenParent told of each record served whose parent made no sense
 */
record SpanSource(Tracer tracer, Clock clock, Runnable onBrokenParent) {
    /** Nanoseconds since the epoch. */
    long now() {
        return clock.now();
    }

    void brokenParent() {
        onBrokenParent.run();
    }
}
