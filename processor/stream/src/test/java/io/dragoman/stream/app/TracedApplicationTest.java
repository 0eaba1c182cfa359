package io.dragoman.stream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dragoman.stream.demo.DemoParts;
import io.dragoman.stream.embedded.EmbeddedBroker;
import io.dragoman.stream.tracing.OtlpSink;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Traces of the whole application over a real broker, to a collector that is there, is not there, or does not answer. */
class TracedApplicationTest {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String PARENT = "b7ad6b7169203331";
    private static final String SAMPLED = "1".repeat(32);
    private static final String UNSAMPLED = "2".repeat(32);
    private static final String REJECTED = "3".repeat(32);
    private static final String BROKEN = "00-not-a-parent-01";

    @TempDir
    Path folder;

    @Test
    void theContextOfEachRecordGoesThroughItsBatchToItsOutput() throws Exception {
        try (OtlpSink sink = new OtlpSink();
                EmbeddedBroker broker = EmbeddedBroker.start();
                DemoParts.Running application = start(broker, sink.endpoint());
                Monitored monitored = new Monitored(broker, application.managementPort())) {
            sendAll(monitored);

            await().atMost(SOON).until(() -> sink.named("process in").size() == 4);
            await().atMost(SOON).until(() -> sink.named("wait").size() == 3);
            List<ConsumerRecord<byte[], byte[]>> outputs = monitored.committed("out");
            ConsumerRecord<byte[], byte[]> letter = monitored.committed("dead").getFirst();
            assertThat(header(outputs.get(0), "traceparent"))
                    .isEqualTo("00-" + SAMPLED + "-" + OtlpSink.spanId(recorded(sink, 0)) + "-01");
            assertThat(header(outputs.get(0), "tracestate")).isEqualTo("vendor=1");
            assertThat(OtlpSink.traceId(recorded(sink, 0))).isEqualTo(SAMPLED);
            assertThat(OtlpSink.parentId(recorded(sink, 0))).isEqualTo(PARENT);
            assertThat(header(outputs.get(1), "traceparent"))
                    .as("the parent decided that this is not recorded")
                    .matches("00-" + UNSAMPLED + "-(?!" + PARENT + ")[0-9a-f]{16}-00");
            assertThatANewTraceBegins(outputs.get(2), recorded(sink, 2));
            assertThatANewTraceBegins(outputs.get(3), recorded(sink, 3));
            assertThat(header(letter, "traceparent"))
                    .isEqualTo("00-" + REJECTED + "-" + OtlpSink.spanId(recorded(sink, 4)) + "-01");
            assertThat(OtlpSink.parentId(recorded(sink, 4))).isEqualTo(PARENT);
            assertThatSpansTellOfTheRecords(sink);
            assertThatBatchesAndRecordsLinkToEachOther(sink);
            assertThat(monitored.scrape().sum("dragoman_traceparent_broken_total"))
                    .isEqualTo(1);
            assertThat(monitored.scrape().sum("dragoman_spans_dropped_total")).isZero();
        }
    }

    private static void assertThatANewTraceBegins(ConsumerRecord<byte[], byte[]> output, Span span) {
        assertThat(header(output, "traceparent"))
                .matches(
                        "00-" + OtlpSink.traceId(span) + "-" + OtlpSink.spanId(span) + "-0[13]"); // 2: its id is random
        assertThat(header(output, "tracestate")).isNull();
        assertThat(OtlpSink.parentId(span)).isEmpty();
    }

    private static void assertThatSpansTellOfTheRecords(OtlpSink sink) {
        Span first = recorded(sink, 0);
        assertThat(first.getKind()).isEqualTo(Span.SpanKind.SPAN_KIND_CONSUMER);
        assertThat(OtlpSink.attributes(first))
                .containsAllEntriesOf(Map.of(
                        "messaging.system", "kafka",
                        "messaging.operation.type", "process",
                        "messaging.destination.name", "in",
                        "messaging.destination.partition.id", "0",
                        "messaging.kafka.offset", "0",
                        "messaging.consumer.group.name", "monitored",
                        "dragoman.outcome", "GENERATED",
                        "dragoman.model.name", "tiny-reversal"));
        assertThat(OtlpSink.attributes(recorded(sink, 4))).containsEntry("dragoman.outcome", "UNDECODABLE");
        for (Span wait : sink.named("wait")) {
            Span record = sink.named("process in").stream()
                    .filter(span -> span.getSpanId().equals(wait.getParentSpanId()))
                    .findFirst()
                    .orElseThrow();
            assertThat(wait.getTraceId()).isEqualTo(record.getTraceId());
            assertThat(wait.getStartTimeUnixNano()).isGreaterThanOrEqualTo(record.getStartTimeUnixNano());
        }
        assertThat(sink.named("").toString()).as("no text of a record").doesNotContain("sentence");
    }

    private static void assertThatBatchesAndRecordsLinkToEachOther(OtlpSink sink) {
        for (long offset : List.of(0, 2, 3)) {
            Span record = recorded(sink, offset);
            Span batch = sink.named("generate tiny-reversal").stream()
                    .filter(span -> OtlpSink.links(span).contains(id(record)))
                    .findFirst()
                    .orElseThrow();
            assertThat(OtlpSink.links(record)).containsExactly(id(batch));
            assertThat(OtlpSink.parentId(batch)).isEmpty();
            for (String part : List.of("encode", "decode")) {
                assertThat(sink.named(part))
                        .anySatisfy(span -> assertThat(span.getParentSpanId()).isEqualTo(batch.getSpanId()));
            }
        }
    }

    @Test
    void withoutAnExporterHeadersPassAndNothingRuns() throws Exception {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                DemoParts.Running application =
                        new DemoWiring().start(Monitored.configuration(folder, broker, ""), (p, o, b) -> {});
                Monitored monitored = new Monitored(broker, application.managementPort())) {
            sendAll(monitored);

            List<ConsumerRecord<byte[], byte[]>> outputs = monitored.committed("out");
            assertThat(header(outputs.get(0), "traceparent")).isEqualTo(parent(SAMPLED, "01"));
            assertThat(header(outputs.get(0), "tracestate")).isEqualTo("vendor=1");
            assertThat(header(outputs.get(1), "traceparent")).isEqualTo(parent(UNSAMPLED, "00"));
            assertThat(header(outputs.get(2), "traceparent")).isNull();
            assertThat(header(outputs.get(3), "traceparent")).isEqualTo(BROKEN);
            assertThat(header(monitored.committed("dead").getFirst(), "traceparent"))
                    .isEqualTo(parent(REJECTED, "01"));
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> !before.contains(thread))
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.contains("BatchSpanProcessor"));
            assertThat(monitored.scrape().sum("dragoman_spans_dropped_total")).isZero();
        }
    }

    @Test
    void aCollectorThatIsNotThereOrDoesNotAnswerIsNoConcernOfTheStream() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            serveInSpiteOf("http://127.0.0.1:" + silent.getLocalPort(), folder.resolve("silent"));
        }
        serveInSpiteOf("http://127.0.0.1:" + closedPort(), folder.resolve("closed"));
    }

    private static void serveInSpiteOf(String endpoint, Path folder) throws IOException, InterruptedException {
        String tracing = """
                tracing: { otel.exporter.otlp.endpoint: "%s", otel.bsp.schedule.delay: 50, otel.bsp.max.queue.size: 16, otel.bsp.max.export.batch.size: 8, otel.exporter.otlp.timeout: 500 }
                """.formatted(endpoint);
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                DemoParts.Running application =
                        new DemoWiring().start(Monitored.configuration(folder, broker, tracing), (p, o, b) -> {});
                Monitored monitored = new Monitored(broker, application.managementPort())) {
            for (int i = 0; i < 300; i++) {
                monitored.send("a sentence of number " + i);
            }
            await().atMost(SOON).until(() -> monitored.count("out") == 300);
            assertThat(monitored.get("/health/live").statusCode()).isEqualTo(200);
            for (String reason : List.of("queue_full", "export_failed")) {
                await(reason)
                        .atMost(SOON)
                        .until(() -> monitored.scrape().sum("dragoman_spans_dropped_total", "reason", reason) > 0);
            }
        }
    }

    private DemoParts.Running start(EmbeddedBroker broker, String endpoint) {
        String tracing =
                "tracing: { otel.exporter.otlp.endpoint: \"%s\", otel.bsp.schedule.delay: 50 }".formatted(endpoint);
        return new DemoWiring().start(Monitored.configuration(folder, broker, tracing), (p, o, b) -> {});
    }

    /** Offsets 0 to 3 are translated, 4 is a dead letter. Returns once all are committed. */
    private static void sendAll(Monitored monitored) {
        send(monitored, monitored.value("a sentence with a parent"), parent(SAMPLED, "01"), "vendor=1");
        send(monitored, monitored.value("a sentence whose parent is not recorded"), parent(UNSAMPLED, "00"), null);
        send(monitored, monitored.value("a sentence without a parent"), null, null);
        send(monitored, monitored.value("a sentence with a broken parent"), BROKEN, "vendor=1");
        send(monitored, new byte[] {9, 9, 9}, parent(REJECTED, "01"), null);
        await().atMost(SOON).until(() -> monitored.count("out") == 4 && monitored.count("dead") == 1);
    }

    private static void send(
            Monitored monitored, byte[] value, @Nullable String traceparent, @Nullable String tracestate) {
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>("in", value);
        if (traceparent != null) {
            record.headers().add("traceparent", traceparent.getBytes(StandardCharsets.US_ASCII));
        }
        if (tracestate != null) {
            record.headers().add("tracestate", tracestate.getBytes(StandardCharsets.US_ASCII));
        }
        monitored.send(record);
    }

    private static String parent(String trace, String flags) {
        return "00-" + trace + "-" + PARENT + "-" + flags;
    }

    /** The span of the record at an offset. */
    private static Span recorded(OtlpSink sink, long offset) {
        return sink.named("process in").stream()
                .filter(span ->
                        String.valueOf(offset).equals(OtlpSink.attributes(span).get("messaging.kafka.offset")))
                .findFirst()
                .orElseThrow();
    }

    private static String id(Span span) {
        return OtlpSink.traceId(span) + "-" + OtlpSink.spanId(span);
    }

    private static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String name) {
        assertThat(record.headers().headers(name)).hasSizeLessThanOrEqualTo(1);
        Header header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.US_ASCII);
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
