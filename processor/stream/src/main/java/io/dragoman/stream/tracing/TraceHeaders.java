package io.dragoman.stream.tracing;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * W3C Trace Context in a record's headers (https://www.w3.org/TR/trace-context/). Of several headers with one name the last counts, as it does
 * everywhere in Kafka.
 */
public final class TraceHeaders {
    /** Names the parent. */
    public static final String TRACEPARENT = "traceparent";
    /** What vendors add to it. */
    public static final String TRACESTATE = "tracestate";

    /** Longer than any version to come, short enough to look at for each record. */
    private static final int MAX_PARENT_BYTES = 256;

    private static final int MAX_STATE_BYTES = 4_096; // the standard asks for 512 and allows 32 members
    private static final TextMapPropagator W3C = W3CTraceContextPropagator.getInstance();
    private static final TextMapGetter<Headers> GETTER = new TextMapGetter<>() {
        @Override
        public @Nullable String get(@Nullable Headers headers, String name) {
            Header header = headers == null ? null : headers.lastHeader(name);
            byte[] value = header == null ? null : header.value();
            int most = name.equals(TRACEPARENT) ? MAX_PARENT_BYTES : MAX_STATE_BYTES;
            return value == null || value.length > most ? null : new String(value, StandardCharsets.ISO_8859_1);
        }
    };

    private TraceHeaders() {}

    /** Whether there is a header that should name a parent. */
    static boolean nameParent(Headers headers) {
        return headers.lastHeader(TRACEPARENT) != null;
    }

    /** The context they name; one without a span where they name none that is sound. */
    static Context read(Headers headers) {
        return W3C.extract(Context.root(), headers, GETTER);
    }

    /** Replaces what they said. */
    static void write(Context context, Headers headers) {
        headers.remove(TRACEPARENT);
        headers.remove(TRACESTATE);
        W3C.inject(context, headers, (into, name, value) -> {
            if (into != null) {
                into.add(name, value.getBytes(StandardCharsets.ISO_8859_1));
            }
        });
    }

    /** Replaces what {@code target} says by what {@code source} says, if it says something of a sound length. */
    public static void copy(Headers source, Headers target) {
        Header parent = source.lastHeader(TRACEPARENT);
        if (parent != null && fits(parent, MAX_PARENT_BYTES)) {
            Header state = source.lastHeader(TRACESTATE);
            target.remove(TRACEPARENT).add(parent);
            target.remove(TRACESTATE);
            if (state != null && fits(state, MAX_STATE_BYTES)) {
                target.add(state);
            }
        }
    }

    private static boolean fits(Header header, int most) {
        return header.value() == null || header.value().length <= most;
    }
}
