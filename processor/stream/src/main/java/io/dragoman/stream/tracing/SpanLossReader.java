package io.dragoman.stream.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.metrics.Aggregation;
import io.opentelemetry.sdk.metrics.InstrumentSelector;
import io.opentelemetry.sdk.metrics.InstrumentType;
import io.opentelemetry.sdk.metrics.SdkMeterProviderBuilder;
import io.opentelemetry.sdk.metrics.View;
import io.opentelemetry.sdk.metrics.data.AggregationTemporality;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.metrics.export.CollectionRegistration;
import io.opentelemetry.sdk.metrics.export.MetricReader;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads, when asked, what the SDK counts of its own spans by its semantic conventions
 * (https://opentelemetry.io/docs/specs/semconv/otel/sdk-metrics/). Threading: safe.
 */
final class SpanLossReader implements MetricReader {
    /** The SDK's name for the conventions this reads; left to itself it counts by older ones. */
    static final String CONVENTIONS = "otel.experimental.sdk.telemetry.version";

    private static final String PROCESSED = "otel.sdk.processor.span.processed";
    private static final String EXPORTED = "otel.sdk.exporter.span.exported";
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    private volatile CollectionRegistration counted = CollectionRegistration.noop();

    /** Has this reader asked by the SDK, and spares it what it would count of every span. */
    static SdkMeterProviderBuilder join(SpanLossReader reader, SdkMeterProviderBuilder meters) {
        return meters.registerMetricReader(reader)
                .registerView(
                        InstrumentSelector.builder().setName("otel.sdk.span.*").build(),
                        View.builder().setAggregation(Aggregation.drop()).build());
    }

    SpanLoss loss() {
        long queueFull = 0;
        long exportFailed = 0;
        for (MetricData metric : counted.collectAllMetrics()) {
            switch (metric.getName()) {
                case PROCESSED -> queueFull += sum(metric, "queue_full"::equals);
                case EXPORTED -> exportFailed += sum(metric, error -> error != null);
                default -> {
                    // not about loss
                }
            }
        }
        return new SpanLoss(queueFull, exportFailed);
    }

    private static long sum(MetricData metric, Predicate<@Nullable String> counts) {
        return metric.getLongSumData().getPoints().stream()
                .filter(point -> counts.test(error(point.getAttributes())))
                .mapToLong(LongPointData::getValue)
                .sum();
    }

    private static @Nullable String error(Attributes attributes) {
        return attributes.get(ERROR);
    }

    @Override
    public void register(CollectionRegistration registration) {
        counted = registration;
    }

    @Override
    public AggregationTemporality getAggregationTemporality(InstrumentType instrument) {
        return AggregationTemporality.CUMULATIVE;
    }

    @Override
    public CompletableResultCode forceFlush() {
        return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
        return CompletableResultCode.ofSuccess();
    }
}
