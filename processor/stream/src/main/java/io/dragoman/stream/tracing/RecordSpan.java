package io.dragoman.stream.tracing;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.dragoman.engine.GenerationRequest;
import io.dragoman.engine.ModelIdentity;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import org.apache.kafka.common.header.Headers;

/** Threading: as the contract says, but for {@link #joined}, which the batch's worker calls before the request's outcome is there. */
final class RecordSpan implements RecordTrace {
    private static final long NEVER = -1;

    private final SpanSource source;
    private final Span span;
    private final Context context;
    private final boolean parentBroken;
    private long askedNanos = NEVER;
    private volatile long joinedNanos = NEVER;

    /** @param parentBroken whether the record named a parent that makes no sense */
    RecordSpan(SpanSource source, Span span, boolean parentBroken) {
        this.source = source;
        this.span = span;
        this.context = Context.root().with(span);
        this.parentBroken = parentBroken;
    }

    @Override
    public GenerationRequest asked(ModelIdentity model, GenerationRequest request) {
        if (!span.isRecording()) {
            return request;
        }
        askedNanos = source.now();
        span.setAttribute(SpanAttributes.MODEL, model.name());
        span.setAttribute(SpanAttributes.MODEL_VERSION, model.version());
        return request.from(this);
    }

    SpanContext spanContext() {
        return span.getSpanContext();
    }

    /** Its batch begins. A batch that failed begins again in halves: the wait is over with the first. */
    void joined(SpanContext batch, long nanos) {
        span.addLink(batch);
        if (joinedNanos == NEVER) {
            joinedNanos = nanos;
        }
    }

    @Override
    public void turn() {
        if (askedNanos != NEVER) {
            span.addEvent("turn", source.now(), NANOSECONDS);
        }
    }

    @Override
    public void write(Headers headers) {
        TraceHeaders.write(context, headers);
    }

    @Override
    public void ended(Ending ending) {
        if (parentBroken) {
            source.brokenParent();
        }
        if (span.isRecording()) {
            span.setAttribute(SpanAttributes.OUTCOME, ending.outcome());
            span.setAttribute(SpanAttributes.LOOKED_AHEAD, ending.lookedAhead());
            if (ending.failed()) {
                failed(ending.outcome());
            }
        }
        end();
    }

    @Override
    public void readAgain(String why) {
        span.setAttribute(SpanAttributes.OUTCOME, "READ_AGAIN");
        failed(why);
        end();
    }

    @Override
    public void released() {
        span.setAttribute(SpanAttributes.OUTCOME, "RELEASED");
        end();
    }

    private void failed(String type) {
        span.setStatus(StatusCode.ERROR);
        span.setAttribute(SpanAttributes.ERROR_TYPE, type);
    }

    private void end() {
        long now = source.now();
        if (askedNanos != NEVER) {
            long waitEnd = joinedNanos == NEVER ? now : joinedNanos;
            source.tracer()
                    .spanBuilder("wait")
                    .setParent(context)
                    .setStartTimestamp(askedNanos, NANOSECONDS)
                    .startSpan()
                    .end(waitEnd, NANOSECONDS);
        }
        span.end(now, NANOSECONDS);
    }

    @Override
    public String traceId() {
        return span.getSpanContext().getTraceId();
    }

    @Override
    public String spanId() {
        return span.getSpanContext().getSpanId();
    }
}
