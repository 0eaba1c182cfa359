package io.dragoman.stream.tracing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;

/** A collector: takes spans by OTLP over HTTP and keeps them. */
public final class OtlpSink implements AutoCloseable {
    private final HttpServer server;
    private final List<Span> spans = new CopyOnWriteArrayList<>();
    private final List<KeyValue> resource = new CopyOnWriteArrayList<>();
    private final CountDownLatch open = new CountDownLatch(1);
    private final int status;

    public OtlpSink() throws IOException {
        this(200);
        open();
    }

    /** One that answers nobody before it is opened, and then so; what it refuses it does not keep. */
    OtlpSink(int status) throws IOException {
        this.status = status;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", this::take);
        server.start();
    }

    void open() {
        open.countDown();
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            open.await();
            if (status != 200) {
                exchange.sendResponseHeaders(status, -1);
                return;
            }
            for (ResourceSpans group : ExportTraceServiceRequest.parseFrom(exchange.getRequestBody())
                    .getResourceSpansList()) {
                resource.addAll(group.getResource().getAttributesList());
                group.getScopeSpansList().stream().map(ScopeSpans::getSpansList).forEach(spans::addAll);
            }
            byte[] answer = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
            exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
            exchange.getResponseBody().write(answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Spans whose name begins so, in the order they came. */
    public List<Span> named(String beginning) {
        return spans.stream()
                .filter(span -> span.getName().startsWith(beginning))
                .toList();
    }

    /** How many spans came. */
    public int count() {
        return spans.size();
    }

    /** Attributes of the process that sent. */
    public Map<String, String> resource() {
        return texts(resource);
    }

    public static String traceId(Span span) {
        return HexFormat.of().formatHex(span.getTraceId().toByteArray());
    }

    public static String spanId(Span span) {
        return HexFormat.of().formatHex(span.getSpanId().toByteArray());
    }

    public static String parentId(Span span) {
        return HexFormat.of().formatHex(span.getParentSpanId().toByteArray());
    }

    /** Trace and span of each link. */
    public static List<String> links(Span span) {
        return span.getLinksList().stream()
                .map(link -> HexFormat.of().formatHex(link.getTraceId().toByteArray()) + "-"
                        + HexFormat.of().formatHex(link.getSpanId().toByteArray()))
                .toList();
    }

    public static Map<String, String> attributes(Span span) {
        return texts(span.getAttributesList());
    }

    private static Map<String, String> texts(List<KeyValue> attributes) {
        return attributes.stream()
                .collect(Collectors.toMap(KeyValue::getKey, it -> text(it.getValue()), (first, second) -> second));
    }

    private static String text(AnyValue value) {
        return switch (value.getValueCase()) {
            case INT_VALUE -> String.valueOf(value.getIntValue());
            case BOOL_VALUE -> String.valueOf(value.getBoolValue());
            default -> value.getStringValue();
        };
    }

    @Override
    public void close() {
        open();
        server.stop(0);
    }
}
