package io.dragoman.stream.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dragoman.stream.config.DragomanConfiguration;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Every span is either with the collector or counted as lost, once and with its reason. */
class SpanLossTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int SPANS = 100;

    @Test
    void nothingIsLostOnTheWayToACollectorThatTakesAll() throws IOException {
        try (OtlpSink sink = new OtlpSink();
                Tracing tracing = open(sink.endpoint(), Map.of())) {
            make(tracing);
            await().atMost(SOON).until(() -> sink.count() == SPANS);
            assertThat(tracing.loss()).isEqualTo(new SpanLoss(0, 0));
        }
    }

    @Test
    void whatACollectorRefusesIsLost() throws IOException {
        try (OtlpSink sink = new OtlpSink(400);
                Tracing tracing = open(sink.endpoint(), Map.of())) {
            sink.open();
            make(tracing);
            await().atMost(SOON).until(() -> tracing.loss().exportFailed() == SPANS);
            assertThat(tracing.loss().queueFull()).isZero();
        }
    }

    @Test
    void whatDoesNotFitTheQueueWhileTheCollectorHangsIsLostAndNoMore() throws IOException {
        try (OtlpSink sink = new OtlpSink(200);
                Tracing tracing = open(sink.endpoint(), queueOf(16))) {
            make(tracing);
            assertThat(tracing.loss().queueFull()).isBetween(SPANS - 2 * 16L, (long) SPANS);
            sink.open();
            await().atMost(SOON).until(() -> sink.count() + tracing.loss().queueFull() == SPANS);
            assertThat(tracing.loss().exportFailed()).isZero();
        }
    }

    @Test
    void aCollectorThatAnswersNothingInTimeLosesAll() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Tracing tracing = open(
                        "http://127.0.0.1:" + silent.getLocalPort(), Map.of("otel.exporter.otlp.timeout", "200"))) {
            make(tracing);
            await().atMost(SOON).until(() -> tracing.loss().exportFailed() == SPANS);
            assertThat(tracing.loss().queueFull()).isZero();
        }
    }

    @Test
    void itIsCountedWhateverTheUserSaysOfTheSdksOwnCounting() throws IOException {
        try (OtlpSink sink = new OtlpSink(400);
                Tracing tracing = open(
                        sink.endpoint(),
                        Map.of("otel.experimental.sdk.telemetry.version", "legacy", "otel.metrics.exporter", "otlp"))) {
            sink.open();
            make(tracing);
            await().atMost(SOON).until(() -> tracing.loss().exportFailed() == SPANS);
        }
    }

    @Test
    void whereNoTracesAreMadeNoneAreLost() {
        assertThat(Tracing.OFF.loss()).isEqualTo(new SpanLoss(0, 0));
    }

    private static Map<String, String> queueOf(int spans) {
        return Map.of("otel.bsp.max.queue.size", "" + spans, "otel.bsp.max.export.batch.size", "" + spans);
    }

    private static Tracing open(String endpoint, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("otel.exporter.otlp.endpoint", endpoint);
        settings.put("otel.bsp.schedule.delay", "50");
        return TracingSetup.open(
                new DragomanConfiguration.Tracing("auto", settings), Map.of(), new Properties(), "group", () -> {});
    }

    private static void make(Tracing tracing) {
        for (int i = 0; i < SPANS; i++) {
            tracing.received(
                            new TopicPartition("in", 0),
                            i,
                            new ProducerRecord<byte[], byte[]>("in", new byte[0]).headers(),
                            1)
                    .released();
        }
    }
}
