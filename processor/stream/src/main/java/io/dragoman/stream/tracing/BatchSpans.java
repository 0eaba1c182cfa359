package io.dragoman.stream.tracing;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import io.dragoman.engine.BatchStatistics;
import io.dragoman.engine.GenerationRequest;
import io.dragoman.engine.ModelIdentity;
import io.dragoman.engine.Outcome;
import io.dragoman.engine.schedule.BatchGenerator;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.context.Context;
import java.util.ArrayList;
import java.util.List;

/**
 * The spans of batches. A batch belongs to no record, so it has a trace of its own, with a link to each recorded record in it, as many as the
 * SDK's limit allows; and each of those has a link to it. Threading: any worker.
 */
record BatchSpans(SpanSource source) {

    /** Runs the batch within a span, unless none of its records is recorded. */
    List<Outcome> run(ModelIdentity model, BatchGenerator generator, List<GenerationRequest> requests) {
        List<RecordSpan> recorded = recorded(requests);
        if (recorded.isEmpty()) {
            return generator.generate(requests);
        }
        Span span = begin(model, requests.size(), recorded);
        try {
            List<Outcome> outcomes = Context.root()
                    .with(span)
                    .wrapSupplier(() -> generator.generate(requests))
                    .get();
            long failed = outcomes.stream()
                    .filter(outcome -> outcome instanceof Outcome.Failed)
                    .count();
            if (failed > 0) {
                span.setAttribute(SpanAttributes.BATCH_FAILED, failed);
                span.setStatus(StatusCode.ERROR);
            }
            return outcomes;
        } catch (RuntimeException | Error e) {
            span.setAttribute(SpanAttributes.ERROR_TYPE, e.getClass().getName());
            span.setStatus(StatusCode.ERROR);
            throw e;
        } finally {
            span.end(source.now(), NANOSECONDS);
        }
    }

    private static List<RecordSpan> recorded(List<GenerationRequest> requests) {
        List<RecordSpan> recorded = new ArrayList<>();
        for (GenerationRequest request : requests) {
            if (request.origin() instanceof RecordSpan record) {
                recorded.add(record);
            }
        }
        return recorded;
    }

    private Span begin(ModelIdentity model, int size, List<RecordSpan> recorded) {
        long now = source.now();
        SpanBuilder builder = source.tracer()
                .spanBuilder("generate " + model.name())
                .setNoParent()
                .setStartTimestamp(now, NANOSECONDS)
                .setAttribute(SpanAttributes.BATCH_SIZE, (long) size)
                .setAttribute(SpanAttributes.MODEL, model.name())
                .setAttribute(SpanAttributes.MODEL_VERSION, model.version());
        recorded.forEach(record -> builder.addLink(record.spanContext()));
        Span span = builder.startSpan();
        recorded.forEach(record -> record.joined(span.getSpanContext(), now));
        return span;
    }

    /** A group of the batch was decoded on this thread: where its time went. Search between the steps counts as decoding. */
    void decoded(BatchStatistics batch) {
        if (!Span.current().isRecording()) {
            return; // the warm-up, or a batch without a recorded record
        }
        long end = source.now();
        long start = end - batch.totalNanos();
        long encoded = start + batch.encodeNanos();
        part("encode", batch, start)
                .setAttribute(SpanAttributes.SOURCE_TOKENS, (long) batch.sourceTokens())
                .setAttribute(SpanAttributes.PADDING_TOKENS, (long) batch.paddedSourceTokens() - batch.sourceTokens())
                .startSpan()
                .end(encoded, NANOSECONDS);
        part("decode", batch, encoded)
                .setAttribute(SpanAttributes.BEAM_SIZE, (long) batch.beamSize())
                .setAttribute(SpanAttributes.TARGET_TOKENS, (long) batch.targetTokens())
                .setAttribute(SpanAttributes.STEPS, (long) batch.steps())
                .startSpan()
                .end(end, NANOSECONDS);
    }

    private SpanBuilder part(String name, BatchStatistics batch, long start) {
        return source.tracer()
                .spanBuilder(name)
                .setStartTimestamp(start, NANOSECONDS)
                .setAttribute(SpanAttributes.BATCH_SIZE, (long) batch.sentences());
    }
}
