package io.dragoman.stream.deadletter;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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

    private static final String KAFKA = "__streams.errors.";

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
        byte[] value = letter.value();
        byte[] kept = cut(value, valueBudget(letter));
        var record = new ProducerRecord<byte[], byte[]>(
                topic, null, timestamp, cut(letter.key(), maxBytes), kept, letter.headers());
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
        return record;
    }

    private int valueBudget(DeadLetter letter) {
        byte[] key = letter.key();
        long used = key == null ? 0 : key.length;
        for (Header header : letter.headers()) {
            used += 2L * header.key().length() + (header.value() == null ? 0 : header.value().length);
        }
        return (int) Math.max(0, maxBytes - used);
    }

    private static byte @Nullable [] cut(byte @Nullable [] bytes, int length) {
        return bytes == null || bytes.length <= length ? bytes : Arrays.copyOf(bytes, length);
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
