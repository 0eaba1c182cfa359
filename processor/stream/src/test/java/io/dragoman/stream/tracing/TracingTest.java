package io.dragoman.stream.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dragoman.engine.GenerationRequest;
import io.dragoman.engine.ModelIdentity;
import io.dragoman.engine.Outcome;
import io.dragoman.engine.Reason;
import io.dragoman.engine.schedule.BatchGenerator;
import io.dragoman.stream.config.ConfigurationException;
import io.dragoman.stream.config.DragomanConfiguration;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TracingTest {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final TopicPartition PARTITION = new TopicPartition("in", 3);
    private static final ModelIdentity MODEL = new ModelIdentity("m", "1", "d", "translation", "en", "fr");
    private static final BatchGenerator ECHO = requests -> requests.stream()
            .<Outcome>map(request -> new Outcome.Rejected(Reason.EMPTY_TEXT, "test"))
            .toList();

    private final AtomicInteger broken = new AtomicInteger();

    @Test
    void aBatchLinksToItsRecordsUpToTheSdksLimitAndTheyLinkBack() throws IOException {
        try (OtlpSink sink = new OtlpSink();
                Tracing tracing = open(sink, Map.of("otel.span.link.count.limit", "4"))) {
            batchOf(10, tracing);
            await().atMost(SOON).until(() -> sink.count() == 21);

            assertThat(sink.named("process in")).hasSize(10);
            Span batch = sink.named("generate m").getFirst();
            assertThat(OtlpSink.links(batch))
                    .containsExactlyElementsOf(sink.named("process in").subList(0, 4).stream()
                            .map(TracingTest::id)
                            .toList());
            assertThat(batch.getDroppedLinksCount()).isEqualTo(6);
            assertThat(OtlpSink.attributes(batch)).containsEntry("dragoman.batch.size", "10");
            assertThat(sink.named("process in"))
                    .allSatisfy(record -> assertThat(OtlpSink.links(record)).containsExactly(id(batch)));
            assertThat(sink.named("wait")).hasSize(10);
            assertThat(sink.resource()).containsEntry("service.name", "dragoman");
        }
    }

    @Test
    void theParentsDecisionIsHonoured() throws IOException {
        assertThat(recordsOfUnsampledParent("parentbased_always_on")).isZero();
        assertThat(recordsOfUnsampledParent("always_on"))
                .as("control: a sampler that does not ask the parent")
                .isEqualTo(1);
    }

    private int recordsOfUnsampledParent(String sampler) throws IOException {
        try (OtlpSink sink = new OtlpSink();
                Tracing tracing = open(sink, Map.of("otel.traces.sampler", sampler))) {
            Headers headers = parent("00");
            RecordTrace trace = tracing.received(PARTITION, 0, headers, 5);
            serve(tracing, List.of(trace));
            trace.write(headers);
            assertThat(new String(headers.lastHeader("traceparent").value(), StandardCharsets.US_ASCII))
                    .matches("00-0af7651916cd43dd8448eb211c80319c-(?!b7ad6b7169203331)[0-9a-f]{16}-"
                            + (sampler.equals("always_on") ? "01" : "00"));
            serve(tracing, List.of(tracing.received(PARTITION, 1, parent("01"), 5)));
            await("what comes after it")
                    .atMost(SOON)
                    .until(() -> !offset(sink, "1").isEmpty());
            return offset(sink, "0").size();
        }
    }

    private static List<Span> offset(OtlpSink sink, String offset) {
        return sink.named("process in").stream()
                .filter(span -> offset.equals(OtlpSink.attributes(span).get("messaging.kafka.offset")))
                .toList();
    }

    @Test
    void aBatchIsRecordedWhereOneOfItsRecordsIs() {
        assertThat(namesAt(new BatchSampler(Sampler.parentBased(Sampler.alwaysOff()))))
                .containsExactlyInAnyOrder("generate m", "wait", "process in");
        assertThat(namesAt(Sampler.parentBased(Sampler.alwaysOff())))
                .as("control: a batch that is left to the ratio")
                .containsExactlyInAnyOrder("wait", "process in");
    }

    /** Names of what is recorded of a batch of a sampled and an unsampled record. */
    private List<String> namesAt(Sampler sampler) {
        List<String> names = new CopyOnWriteArrayList<>();
        try (Tracing tracing = over(
                sampler,
                SimpleSpanProcessor.create(exporting(spans -> spans.forEach(span -> names.add(span.getName())))))) {
            serve(
                    tracing,
                    List.of(
                            tracing.received(PARTITION, 0, parent("01"), 5),
                            tracing.received(PARTITION, 1, headers(), 5)));
        }
        return names;
    }

    @Test
    void anExporterThatHangsHoldsNoRecord() {
        CountDownLatch gate = new CountDownLatch(1);
        SpanExporter hanging = exporting(spans -> awaitUninterruptibly(gate));
        try (Tracing tracing = over(
                Sampler.alwaysOn(),
                BatchSpanProcessor.builder(hanging)
                        .setMaxQueueSize(8)
                        .setMaxExportBatchSize(4)
                        .setScheduleDelay(Duration.ofMillis(10))
                        .build())) {
            for (int batch = 0; batch < 50; batch++) {
                batchOf(10, tracing);
            }
            gate.countDown();
        }
    }

    @Test
    void controlAnExporterOnTheRecordsOwnThreadWouldHoldIt() throws InterruptedException {
        CountDownLatch gate = new CountDownLatch(1);
        CountDownLatch reached = new CountDownLatch(1);
        SpanExporter hanging = exporting(spans -> {
            reached.countDown();
            awaitUninterruptibly(gate);
        });
        try (Tracing tracing = over(Sampler.alwaysOn(), SimpleSpanProcessor.create(hanging))) {
            Thread stream = Thread.ofPlatform().daemon().start(() -> batchOf(1, tracing));
            reached.await();
            assertThat(stream.isAlive()).isTrue();
            gate.countDown();
            stream.join();
        }
    }

    @Test
    void aBrokenParentIsCountedOnceItsRecordIsServed() throws IOException {
        try (OtlpSink sink = new OtlpSink();
                Tracing tracing = open(sink, Map.of())) {
            Headers headers = headers();
            headers.add("traceparent", "nonsense".getBytes(StandardCharsets.US_ASCII));
            tracing.received(PARTITION, 0, headers, 1).released();
            tracing.received(PARTITION, 0, headers, 1).readAgain("why");
            assertThat(broken).hasValue(0);
            serve(tracing, List.of(tracing.received(PARTITION, 0, headers, 1)));
            serve(tracing, List.of(tracing.received(PARTITION, 1, headers(), 1)));
            serve(tracing, List.of(tracing.received(PARTITION, 2, parent("01"), 1)));
            assertThat(broken).hasValue(1);
            await().atMost(SOON).until(() -> sink.named("process in").size() == 5);
            assertThat(sink.named("process in"))
                    .extracting(span -> OtlpSink.attributes(span).get("dragoman.outcome"))
                    .containsExactly("RELEASED", "READ_AGAIN", "EMPTY_TEXT", "EMPTY_TEXT", "EMPTY_TEXT");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "auto,  '',                                                                  false",
        "auto,  otel.exporter.otlp.endpoint=http://c:4318,                           true",
        "auto,  otel.exporter.otlp.traces.endpoint=http://c:4318,                    true",
        "auto,  otel.traces.exporter=otlp,                                           true",
        "auto,  otel.traces.exporter=none otel.exporter.otlp.endpoint=http://c:4318, false",
        "auto,  otel.sdk.disabled=true otel.exporter.otlp.endpoint=http://c:4318,    false",
        "auto,  otel.service.name=x otel.traces.sampler=always_on,                   false",
        "true,  '',                                                                  true",
        "true,  otel.traces.exporter=none,                                           false",
        "false, otel.exporter.otlp.endpoint=http://c:4318,                           false"
    })
    void itIsOffUnlessAskedFor(String enabled, String settings, boolean wanted) {
        Map<String, String> read = new HashMap<>();
        for (String setting : settings.split(" ")) {
            if (!setting.isEmpty()) {
                read.put(setting.substring(0, setting.indexOf('=')), setting.substring(setting.indexOf('=') + 1));
            }
        }
        assertThat(TracingSetup.isWanted(enabled, read)).isEqualTo(wanted);
    }

    @Test
    void theEnvironmentWinsOverTheFileAndTheJvmOverBoth() {
        Properties jvm = new Properties();
        jvm.setProperty("otel.service.name", "jvm");
        assertThat(TracingSetup.settings(
                        new DragomanConfiguration.Tracing(
                                "auto", Map.of("otel.a", "file", "otel.b", "file", "otel.service.name", "file")),
                        Map.of("OTEL_SERVICE_NAME", "variable", "OTEL_B", "variable", "OTEL_C", "", "PATH", "/"),
                        jvm))
                .isEqualTo(Map.of("otel.a", "file", "otel.b", "variable", "otel.service.name", "jvm"));
    }

    @ParameterizedTest
    @CsvSource({
        "otel.traces.exporter,        zipkin,    OTEL_TRACES_EXPORTER",
        "otel.exporter.otlp.protocol, grpc,      OTEL_EXPORTER_OTLP_PROTOCOL",
        "otel.traces.sampler,         sometimes, otel.traces.sampler",
        "otel.exporter.otlp.endpoint, not a url, not a url",
        "otel.bsp.schedule.delay,     soon,      otel.bsp.schedule.delay",
        "otel.bsp.max.queue.size,     0,         maxQueueSize must be positive",
        "otel.exporter.otlp.endpoint, http://u:hush@host:1:2, must be a valid URL: http://******@host:1:2"
    })
    void whatTheSdkCannotUseIsNamed(String name, String value, String named) {
        Map<String, String> settings = new HashMap<>(Map.of("otel.traces.exporter", "otlp"));
        settings.put(name, value);
        assertThatThrownBy(() -> open(settings))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContainingAll("OpenTelemetry", named)
                .hasMessageNotContaining("hush");
    }

    private static void batchOf(int records, Tracing tracing) {
        serve(
                tracing,
                IntStream.range(0, records)
                        .mapToObj(offset -> tracing.received(PARTITION, offset, headers(), 5))
                        .toList());
    }

    private static void serve(Tracing tracing, List<RecordTrace> records) {
        List<GenerationRequest> requests = records.stream()
                .map(record -> record.asked(MODEL, new GenerationRequest("a text")))
                .toList();
        assertThat(tracing.follow(MODEL, ECHO).generate(requests)).hasSize(records.size());
        records.forEach(record -> record.ended(new RecordTrace.Ending("EMPTY_TEXT", false, records.size(), true)));
    }

    private Tracing open(OtlpSink sink, Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("otel.exporter.otlp.endpoint", sink.endpoint());
        settings.put("otel.bsp.schedule.delay", "50");
        return open(settings);
    }

    private Tracing open(Map<String, String> settings) {
        return TracingSetup.open(
                new DragomanConfiguration.Tracing("auto", settings),
                Map.of(),
                new Properties(),
                "group",
                broken::incrementAndGet);
    }

    private Tracing over(Sampler sampler, SpanProcessor processor) {
        SdkTracerProvider provider = SdkTracerProvider.builder()
                .setSampler(sampler)
                .addSpanProcessor(processor)
                .build();
        OpenTelemetrySdk sdk =
                OpenTelemetrySdk.builder().setTracerProvider(provider).build();
        return new OpenTelemetryTracing(sdk, () -> SpanLoss.NONE, "group", broken::incrementAndGet);
    }

    private interface Export {
        void take(Collection<SpanData> spans);
    }

    private static SpanExporter exporting(Export export) {
        return new SpanExporter() {
            @Override
            public CompletableResultCode export(Collection<SpanData> spans) {
                export.take(spans);
                return CompletableResultCode.ofSuccess();
            }

            @Override
            public CompletableResultCode flush() {
                return CompletableResultCode.ofSuccess();
            }

            @Override
            public CompletableResultCode shutdown() {
                return CompletableResultCode.ofSuccess();
            }
        };
    }

    private static void awaitUninterruptibly(CountDownLatch gate) {
        try {
            gate.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String id(Span span) {
        return OtlpSink.traceId(span) + "-" + OtlpSink.spanId(span);
    }

    private static Headers headers() {
        return new ProducerRecord<byte[], byte[]>("in", new byte[0]).headers();
    }

    private static Headers parent(String flags) {
        Headers headers = headers();
        headers.add(
                "traceparent",
                ("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-" + flags).getBytes(StandardCharsets.US_ASCII));
        return headers;
    }
}
