package io.dragoman.stream.tracing;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.dragoman.engine.BatchListener;
import io.dragoman.engine.ModelIdentity;
import io.dragoman.engine.schedule.BatchGenerator;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.Clock;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;

/** Spans by the OpenTelemetry SDK, which sends them from a thread of its own, out of a bounded queue: what does not fit is dropped. */
final class OpenTelemetryTracing implements Tracing {
    /** Longest wait for an exporter at the end; what it has not sent then is lost. */
    private static final long CLOSE_SECONDS = 2;

    private final OpenTelemetrySdk sdk;
    private final Supplier<SpanLoss> loss;
    private final SpanSource source;
    private final BatchSpans batches;
    private final String group;

    /**
     * @param loss what the SDK lost until now
     * @param group the consumer group's name
     */
    OpenTelemetryTracing(OpenTelemetrySdk sdk, Supplier<SpanLoss> loss, String group, Runnable onBrokenParent) {
        this.sdk = sdk;
        this.loss = loss;
        this.group = group;
        this.source = new SpanSource(sdk.getTracer("io.dragoman"), Clock.getDefault(), onBrokenParent);
        this.batches = new BatchSpans(source);
    }

    @Override
    public RecordTrace received(TopicPartition partition, long offset, Headers headers, int valueBytes) {
        Context parent = TraceHeaders.read(headers);
        boolean broken = TraceHeaders.nameParent(headers)
                && !Span.fromContext(parent).getSpanContext().isValid();
        Span span = source.tracer()
                .spanBuilder("process " + partition.topic())
                .setParent(parent)
                .setSpanKind(SpanKind.CONSUMER)
                .setStartTimestamp(source.now(), NANOSECONDS)
                .setAttribute(SpanAttributes.SYSTEM, "kafka")
                .setAttribute(SpanAttributes.OPERATION_NAME, "process")
                .setAttribute(SpanAttributes.OPERATION_TYPE, "process")
                .setAttribute(SpanAttributes.DESTINATION, partition.topic())
                .setAttribute(SpanAttributes.PARTITION, String.valueOf(partition.partition()))
                .setAttribute(SpanAttributes.OFFSET, offset)
                .setAttribute(SpanAttributes.GROUP, group)
                .setAttribute(SpanAttributes.BODY_SIZE, (long) valueBytes)
                .startSpan();
        return new RecordSpan(source, span, broken);
    }

    @Override
    public BatchGenerator follow(ModelIdentity model, BatchGenerator generator) {
        return requests -> batches.run(model, generator, requests);
    }

    @Override
    public BatchListener follow(BatchListener listener) {
        return (model, batch) -> {
            listener.decoded(model, batch);
            batches.decoded(batch);
        };
    }

    @Override
    public SpanLoss loss() {
        return loss.get();
    }

    @Override
    public void close() {
        var unused = sdk.getSdkTracerProvider().shutdown().join(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
}
