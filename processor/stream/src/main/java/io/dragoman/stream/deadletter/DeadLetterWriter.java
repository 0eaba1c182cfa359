package io.dragoman.stream.deadletter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Makes the records of the dead-letter topic: exact key and value, original headers, Kafka Streams' own error headers and
 * {@value #REASON}. Only what the topic could not take is cut, and then marked.
 *
 * <p>Threading: immutable.
 */
public final class DeadLetterWriter {
    /** Header with the stable reason code. */
    public static final String REASON = "dragoman.reason";
    /** Header with the original length in bytes of a value that was cut. */
    public static final String TRUNCATED_FROM = "dragoman.truncated-from";
    /** Header with the number of original headers that were left out. */
    public static final String HEADERS_LEFT_OUT = "dragoman.headers-left-out";

    private static final String KAFKA = "__streams.errors.";
    private static final int HEADER_OVERHEAD_BYTES = 10; // two lengths, each a varint of at most 5

    private final String topic;
    private final int maxBytes;

    /**
     * @param topic dead-letter topic
     * @param maxBytes most bytes of key, value and original headers together
     */
    public DeadLetterWriter(String topic, int maxBytes) {
        this.topic = topic;
        this.maxBytes = maxBytes;
    }

    /** The dead-letter topic. */
    public String topic() {
        return topic;
    }

    /** The dead letter of a record: what the sink, or Kafka Streams' exception handlers, send. */
    public ProducerRecord<byte[], byte[]> record(DeadLetter letter, Fault fault, @Nullable Long timestamp) {
        byte[] key = cut(letter.key(), maxBytes);
        long left = (long) maxBytes - (key == null ? 0 : key.length);
        List<Header> original = new ArrayList<>();
        int leftOut = 0;
        for (Header header : letter.headers()) {
            long size = size(header);
            if (size <= left) {
                original.add(header);
                left -= size;
            } else {
                leftOut++;
            }
        }
        byte[] value = letter.value();
        byte[] kept = cut(value, (int) left);
        var record = new ProducerRecord<byte[], byte[]>(topic, null, timestamp, key, kept, original);
        Headers headers = record.headers();
        add(headers, KAFKA + "exception", fault.exception());
        add(headers, KAFKA + "message", fault.message());
        add(headers, KAFKA + "stacktrace", fault.stacktrace());
        add(headers, KAFKA + "topic", letter.topic() == null ? "" : letter.topic());
        add(headers, KAFKA + "partition", Integer.toString(letter.partition()));
        add(headers, KAFKA + "offset", Long.toString(letter.offset()));
        add(headers, REASON, fault.reason());
        if (value != null && kept != null && kept.length < value.length) {
            add(headers, TRUNCATED_FROM, Integer.toString(value.length));
        }
        if (leftOut > 0) {
            add(headers, HEADERS_LEFT_OUT, Integer.toString(leftOut));
        }
        return record;
    }

    private static long size(Header header) {
        int name = header.key().getBytes(StandardCharsets.UTF_8).length;
        byte[] value = header.value();
        return HEADER_OVERHEAD_BYTES + (long) name + (value == null ? 0 : value.length);
    }

    private static byte @Nullable [] cut(byte @Nullable [] bytes, int length) {
        return bytes == null || bytes.length <= length ? bytes : Arrays.copyOf(bytes, length);
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
