package io.dragoman.stream.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.dragoman.event.DecodingOptions;
import io.dragoman.event.GeneratedText;
import io.dragoman.event.SourceText;
import io.dragoman.stream.config.DragomanConfiguration;
import io.dragoman.stream.deadletter.DeadLetterHandler;
import io.dragoman.stream.deadletter.DeadLetterWriter;
import io.dragoman.stream.events.GeneratedEventWriter;
import io.dragoman.stream.events.SourceEventReader;
import io.dragoman.stream.lookahead.LookAheads;
import io.dragoman.stream.route.ReversingQueue;
import io.dragoman.stream.route.RouteTable;
import io.dragoman.stream.tracing.OtlpSink;
import io.dragoman.stream.tracing.Tracing;
import io.dragoman.stream.tracing.TracingSetup;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class InferenceTopologyTest {
    private static final byte[] KEY = {1, 2, 3};
    private static final Instant TIME = Instant.ofEpochMilli(1_700_000_000_000L);
    private static final int MAX_OUTPUT = 4_000;
    private static final int MAX_DEAD_LETTER = 3_000;

    @TempDir
    Path state;

    private final ReversingQueue queue = new ReversingQueue(0);
    private TopologyTestDriver driver;
    private TestInputTopic<byte[], byte[]> input;
    private TestOutputTopic<byte[], byte[]> output;
    private TestOutputTopic<byte[], byte[]> deadLetters;

    @BeforeEach
    void start() {
        start(Tracing.OFF);
    }

    private void start(Tracing tracing) {
        DeadLetterWriter letters = new DeadLetterWriter("dead", MAX_DEAD_LETTER);
        SourceEventReader reader = new SourceEventReader(PlainAvro.sources());
        RouteTable routes = new RouteTable(List.of(ReversingQueue.route("reverse", queue)));
        InferenceParts parts = new InferenceParts(
                List.of("in"),
                reader,
                routes,
                new LookAheads(reader, routes, Set.of("in"), 100, tracing),
                new GeneratedEventWriter(PlainAvro.generations(), "out"),
                letters,
                tracing,
                RecordObserver.NONE,
                new InferenceParts.Limits(Duration.ofSeconds(1), MAX_OUTPUT));
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "unused:1");
        settings.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        settings.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
        settings.put(DeadLetterHandler.WRITER, letters);
        driver = new TopologyTestDriver(InferenceTopology.build(List.of("in"), "out", "dead", parts), settings);
        input = driver.createInputTopic("in", new ByteArraySerializer(), new ByteArraySerializer());
        output = driver.createOutputTopic("out", new ByteArrayDeserializer(), new ByteArrayDeserializer());
        deadLetters = driver.createOutputTopic("dead", new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    @AfterEach
    void stop() {
        driver.close();
    }

    @Test
    void aSourceTextBecomesAGeneratedTextWithKeyTimestampAndForeignHeaders() throws Exception {
        SourceText source = SourceText.newBuilder()
                .setText("abc")
                .setOptions(new DecodingOptions(2, 1, null, null))
                .setAttributes(Map.of("tenant", "t1"))
                .build();
        TestRecord<byte[], byte[]> sent = new TestRecord<>(KEY, PlainAvro.bytes(source), TIME);
        sent.headers().add("trace-id", bytes("t50")).add("__value_schema_id", new byte[] {1});
        input.pipeInput(sent);

        TestRecord<byte[], byte[]> received = output.readRecord();
        assertThat(received.key()).isEqualTo(KEY);
        assertThat(received.getRecordTime()).isEqualTo(TIME);
        assertThat(received.headers().toArray()).extracting(Header::key).containsExactly("trace-id");
        GeneratedText event = GeneratedText.getDecoder().decode(received.value());
        assertThat(event.getText()).isEqualTo("cba");
        assertThat(event.getId()).isEqualTo("in-0-0");
        assertThat(event.getModel().getName()).isEqualTo("reverse");
        assertThat(event.getOptionsDigest()).isEqualTo("o1");
        assertThat(event.getAttributes()).isEqualTo(Map.of("tenant", "t1"));
        assertThat(event.getSourceOffset()).isZero();
        assertThat(queue.submitted).containsExactly("abc");
        assertThat(deadLetters.isEmpty()).isTrue();
    }

    @Test
    void whatCannotBeDecodedKeepsItsExactBytesAndGetsAReason() {
        byte[] rotten = {0, 0, 0, 9, 9, -1};
        TestRecord<byte[], byte[]> sent = new TestRecord<>(KEY, rotten, TIME);
        sent.headers().add("trace-id", bytes("t50"));
        input.pipeInput(sent);

        TestRecord<byte[], byte[]> letter = deadLetters.readRecord();
        assertThat(letter.key()).isEqualTo(KEY);
        assertThat(letter.value()).isEqualTo(rotten);
        assertThat(letter.getRecordTime()).isEqualTo(TIME);
        assertThat(header(letter.headers(), "trace-id")).isEqualTo("t50");
        assertThat(header(letter.headers(), "dragoman.reason")).isEqualTo("UNDECODABLE");
        assertThat(header(letter.headers(), "__streams.errors.topic")).isEqualTo("in");
        assertThat(header(letter.headers(), "__streams.errors.partition")).isEqualTo("0");
        assertThat(header(letter.headers(), "__streams.errors.offset")).isEqualTo("0");
        assertThat(output.isEmpty()).isTrue();
    }

    @Test
    void everyFaultHasItsReason() {
        input.pipeInput(new TestRecord<>(KEY, null, TIME));
        assertThat(reason()).isEqualTo("UNDECODABLE");
        input.pipeInput(KEY, PlainAvro.text(""));
        assertThat(reason()).isEqualTo("EMPTY_TEXT");
        input.pipeInput(
                KEY,
                PlainAvro.bytes(
                        SourceText.newBuilder().setText("a").setModel("other").build()));
        assertThat(reason()).isEqualTo("UNKNOWN_MODEL");
        input.pipeInput(KEY, PlainAvro.text("bug"));
        assertThat(reason()).isEqualTo("PROCESSING_FAILED");
        input.pipeInput(KEY, PlainAvro.text("a".repeat(MAX_OUTPUT)));
        assertThat(reason()).isEqualTo("OUTPUT_TOO_LARGE");
        input.pipeInput(KEY, PlainAvro.text("fine"));
        assertThat(output.readRecordsToList()).hasSize(1);
    }

    @Test
    void whatIsNotUtf8IsNotGeneratedFromButAReplacementCharacterThatWasSentIs() {
        byte[] bad = PlainAvro.text("ab?");
        bad[new String(bad, StandardCharsets.ISO_8859_1).indexOf('?')] = (byte) 0xED;
        input.pipeInput(KEY, bad);
        assertThat(reason()).isEqualTo("INVALID_TEXT");
        input.pipeInput(KEY, PlainAvro.text("ab\uFFFD"));
        assertThat(output.readRecordsToList()).hasSize(1);
    }

    @Test
    void aDeadLetterTooLargeForItsTopicIsCutAndMarked() {
        byte[] rotten = new byte[MAX_DEAD_LETTER + 1];
        input.pipeInput(KEY, rotten);

        TestRecord<byte[], byte[]> letter = deadLetters.readRecord();
        assertThat(letter.value()).hasSize(MAX_DEAD_LETTER - KEY.length);
        assertThat(header(letter.headers(), DeadLetterWriter.TRUNCATED_FROM)).isEqualTo("" + rotten.length);
    }

    @Test
    void aSilentRegistryIsNoDeadLetter() {
        assertThatThrownBy(() -> input.pipeInput(KEY, bytes("outage"))).hasStackTraceContaining("could not be fetched");
        assertThat(deadLetters.isEmpty()).isTrue();
    }

    @Test
    void anErrorStopsTheThread() {
        assertThatThrownBy(() -> input.pipeInput(KEY, PlainAvro.text("oom"))).isInstanceOf(OutOfMemoryError.class);
        assertThat(deadLetters.isEmpty()).isTrue();
    }

    @Test
    void aDeadLetterOfSomethingThrownContinuesTheTrace() throws Exception {
        stop();
        try (OtlpSink sink = new OtlpSink()) {
            Map<String, String> settings =
                    Map.of("otel.exporter.otlp.endpoint", sink.endpoint(), "otel.bsp.schedule.delay", "50");
            try (Tracing tracing = TracingSetup.open(
                    new DragomanConfiguration.Tracing("auto", settings),
                    Map.of(),
                    new Properties(),
                    "test",
                    () -> {})) {
                start(tracing);
                TestRecord<byte[], byte[]> sent = new TestRecord<>(KEY, PlainAvro.text("bug"), TIME);
                sent.headers()
                        .add("traceparent", bytes("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"))
                        .add("other", bytes("kept"));
                input.pipeInput(sent);
                await().atMost(Duration.ofSeconds(90))
                        .until(() -> !sink.named("process in").isEmpty());
            }
            Headers letter = deadLetters.readRecord().headers();
            assertThat(header(letter, "dragoman.reason")).isEqualTo("PROCESSING_FAILED");
            assertThat(header(letter, "other")).isEqualTo("kept");
            assertThat(letter.headers("traceparent")).hasSize(1);
            Span span = sink.named("process in").getFirst();
            assertThat(header(letter, "traceparent"))
                    .isEqualTo("00-0af7651916cd43dd8448eb211c80319c-" + OtlpSink.spanId(span) + "-01");
            assertThat(span.getStatus().getCode()).isEqualTo(Status.StatusCode.STATUS_CODE_ERROR);
        }
    }

    @Test
    void aLineAboutARecordSaysWhichAndNothingOfIt() {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(RecordLog.class);
        lines.start();
        logger.addAppender(lines);
        try {
            input.pipeInput(KEY, PlainAvro.text("fine"));
            input.pipeInput(KEY, PlainAvro.text(""));
            input.pipeInput(KEY, PlainAvro.text("bug"));
            input.pipeInput(KEY, PlainAvro.text("bug"));
        } finally {
            logger.detachAppender(lines);
        }
        assertThat(lines.list).as("at the default level, one in a while").hasSize(1);
        ILoggingEvent line = lines.list.getFirst();
        assertThat(line.getFormattedMessage()).isEqualTo("Dead letter, PROCESSING_FAILED");
        assertThat(line.getMDCPropertyMap()).isEqualTo(Map.of("correlation", "in-0-2"));
        assertThat(MDC.getCopyOfContextMap()).isNullOrEmpty();
    }

    private String reason() {
        assertThat(output.isEmpty()).isTrue();
        return header(deadLetters.readRecord().headers(), "dragoman.reason");
    }

    private static String header(Headers headers, String name) {
        @Nullable Header header = headers.lastHeader(name);
        return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
