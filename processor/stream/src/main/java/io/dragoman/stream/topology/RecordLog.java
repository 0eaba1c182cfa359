package io.dragoman.stream.topology;

import io.dragoman.stream.events.GeneratedEventWriter.Position;
import io.dragoman.stream.tracing.RecordTrace;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * What is logged about records. Every line that is written while a record is processed says which ({@code correlation} is topic-partition-offset)
 * and in which span. At the default level no line holds anything of a record: messages of faults may, so they are for the level DEBUG.
 *
 * <p>Threading: confined to its stream thread.
 */
final class RecordLog {
    /** One line at most in this time, for a broken model fails record after record. */
    private static final long QUIET_NANOS = Duration.ofSeconds(10).toNanos();

    private static final Logger LOG = LoggerFactory.getLogger(RecordLog.class);

    private long quietUntil = System.nanoTime();
    private long untold;

    /** Lines on this thread are about this record from now on. */
    static void about(Position position) {
        MDC.put("correlation", position.topic() + "-" + position.partition() + "-" + position.offset());
    }

    /** And belong to this span. */
    static void within(RecordTrace trace) {
        if (!trace.traceId().isEmpty()) {
            MDC.put("trace_id", trace.traceId());
            MDC.put("span_id", trace.spanId());
        }
    }

    /** Lines on this thread are about no record any more. */
    static void aboutNothing() {
        MDC.remove("correlation");
        MDC.remove("trace_id");
        MDC.remove("span_id");
    }

    /** The record is to blame. */
    void rejected(String reason, String message) {
        LOG.debug("Dead letter, {}: {}", reason, message);
    }

    /** We are to blame. */
    void failed(String reason, String message) {
        LOG.debug("Dead letter, {}: {}", reason, message);
        long now = System.nanoTime();
        if (now - quietUntil < 0) {
            untold++;
        } else if (untold == 0) {
            LOG.warn("Dead letter, {}", reason);
            quietUntil = now + QUIET_NANOS;
        } else {
            LOG.warn("Dead letter, {} ({} more failed since the last such line)", reason, untold);
            quietUntil = now + QUIET_NANOS;
            untold = 0;
        }
    }
}
