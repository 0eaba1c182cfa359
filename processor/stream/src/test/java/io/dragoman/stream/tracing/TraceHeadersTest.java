package io.dragoman.stream.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TraceHeadersTest {
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SPAN = "b7ad6b7169203331";

    static Stream<byte[]> hostile() {
        return Stream.of(
                new byte[0],
                new byte[] {0},
                new byte[] {-1, -2, -3},
                new byte[1 << 20],
                text(" "),
                text("00"),
                text("traceparent"),
                text("00-" + TRACE + "-" + SPAN), // no flags
                text("00-" + TRACE + "-" + SPAN + "-1"),
                text("00-" + TRACE + "-" + SPAN + "-01-more"), // version 00 ends here
                text("ff-" + TRACE + "-" + SPAN + "-01"), // forbidden version
                text("0-" + TRACE + "-" + SPAN + "-01"),
                text("zz-" + TRACE + "-" + SPAN + "-01"),
                text("00-" + "0".repeat(32) + "-" + SPAN + "-01"),
                text("00-" + TRACE + "-" + "0".repeat(16) + "-01"),
                text("00-" + TRACE.substring(1) + "-" + SPAN + "-01"),
                text("00-" + TRACE + "ab-" + SPAN + "-01"),
                text("00-" + TRACE.replace('a', 'g') + "-" + SPAN + "-01"),
                text("00-" + TRACE.replace('a', 'é') + "-" + SPAN + "-01"),
                text("00_" + TRACE + "_" + SPAN + "_01"),
                text("00-" + TRACE + "-" + SPAN + "-0x"),
                text("00-" + TRACE + "-" + SPAN + "-01\r\nx: y"),
                text("\"00-" + TRACE + "-" + SPAN + "-01\""),
                text("00-" + TRACE + "-" + SPAN + "-01,00-" + TRACE + "-" + SPAN + "-01"),
                text("../../../etc/passwd"),
                text("${jndi:ldap://x}"));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void whatMakesNoSenseIsNoParentAndNoError(byte[] value) {
        Headers headers = headers();
        headers.add(TraceHeaders.TRACEPARENT, value).add(TraceHeaders.TRACESTATE, text("a=1"));

        assertThat(read(headers).isValid()).as(Arrays.toString(value)).isFalse();
        assertThat(TraceHeaders.nameParent(headers)).isTrue();
    }

    @Test
    void aNullHeaderIsNoParent() {
        Headers headers = headers();
        headers.add(TraceHeaders.TRACEPARENT, null);
        assertThat(read(headers).isValid()).isFalse();
        assertThat(read(headers()).isValid()).isFalse();
        assertThat(TraceHeaders.nameParent(headers())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"00-%s-%s-01", "00-%s-%s-03", "01-%s-%s-01-what-a-later-version-adds"})
    void aSoundParentIsRead(String form) {
        Headers headers = headers();
        headers.add(TraceHeaders.TRACEPARENT, text(form.formatted(TRACE, SPAN)));

        SpanContext parent = read(headers);
        assertThat(parent.getTraceId()).isEqualTo(TRACE);
        assertThat(parent.getSpanId()).isEqualTo(SPAN);
        assertThat(parent.isSampled()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"=", "a", "A=1", "a=1,a=2,,=", "a=\u0001"})
    void aBrokenStateCostsTheStateAlone(String state) {
        Headers headers = headers();
        headers.add(TraceHeaders.TRACEPARENT, text("00-" + TRACE + "-" + SPAN + "-00"));
        headers.add(TraceHeaders.TRACESTATE, text(state));
        assertThat(read(headers).isValid()).isTrue();

        headers.remove(TraceHeaders.TRACESTATE);
        headers.add(TraceHeaders.TRACESTATE, text("a=" + "1".repeat(1 << 20)));
        assertThat(read(headers).isValid()).isTrue();
        assertThat(read(headers).getTraceState().isEmpty()).isTrue();
    }

    @Test
    void writingReplacesBothAndTheLastOfSeveralCounts() {
        Headers headers = headers();
        headers.add(TraceHeaders.TRACEPARENT, text("00-" + "1".repeat(32) + "-" + SPAN + "-01"));
        headers.add("other", text("kept"));
        headers.add(TraceHeaders.TRACEPARENT, text("00-" + TRACE + "-" + SPAN + "-01"));
        headers.add(TraceHeaders.TRACESTATE, text("a=1"));
        var context = TraceHeaders.read(headers);

        Headers written = headers();
        written.add("other", text("kept"));
        written.add(TraceHeaders.TRACEPARENT, text("broken")).add(TraceHeaders.TRACESTATE, text("stale=1"));
        TraceHeaders.write(context, written);

        assertThat(written.toArray()).extracting(Header::key).containsExactly("other", "traceparent", "tracestate");
        assertThat(written.lastHeader("traceparent").value()).isEqualTo(text("00-" + TRACE + "-" + SPAN + "-01"));
        assertThat(written.lastHeader("tracestate").value()).isEqualTo(text("a=1"));
    }

    @Test
    void whatIsTooLongToBeATraceIsNotCopied() {
        Headers source = headers();
        source.add(TraceHeaders.TRACEPARENT, text("00-" + TRACE + "-" + SPAN + "-01"));
        source.add(TraceHeaders.TRACESTATE, text("a=" + "1".repeat(1 << 20)));
        Headers target = headers();
        TraceHeaders.copy(source, target);
        assertThat(target.toArray()).extracting(Header::key).containsExactly("traceparent");

        source.remove(TraceHeaders.TRACEPARENT);
        source.add(TraceHeaders.TRACEPARENT, text("0".repeat(1 << 20)));
        Headers kept = headers();
        TraceHeaders.copy(source, kept);
        assertThat(kept.toArray()).isEmpty();
    }

    private static SpanContext read(Headers headers) {
        return Span.fromContext(TraceHeaders.read(headers)).getSpanContext();
    }

    private static Headers headers() {
        return new ProducerRecord<byte[], byte[]>("t", new byte[0]).headers();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
