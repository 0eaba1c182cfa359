package io.dragoman.stream.tracing;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;
import java.util.List;

/**
 * Records every span of a batch, for one is begun only where one of the batch's records is recorded; asks the configured sampler about all
 * others. (A batch has a trace of its own. Left to a ratio, most recorded records would link to a batch that is not there.)
 */
record BatchSampler(Sampler configured) implements Sampler {
    @Override
    public SamplingResult shouldSample(
            Context parent, String traceId, String name, SpanKind kind, Attributes attributes, List<LinkData> links) {
        return attributes.get(SpanAttributes.BATCH_SIZE) != null
                ? SamplingResult.recordAndSample()
                : configured.shouldSample(parent, traceId, name, kind, attributes, links);
    }

    @Override
    public String getDescription() {
        return "BatchSampler{" + configured.getDescription() + "}";
    }
}
