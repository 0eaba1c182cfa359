package io.dragoman.stream.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.internal.DefaultRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeadLetterWriterTest {
    private static final int MOST = 10_000;

    /** Beside key, value and original headers: Kafka Streams' own headers and ours, of this fault. */
    private static final int ROOM = 400;

    private static final Fault FAULT = new Fault("UNDECODABLE", "io.example.Undecoded", "found 0 bytes", "");

    private static ProducerRecord<byte[], byte[]> letter(
            byte @Nullable [] key, byte @Nullable [] value, List<Header> headers) {
        return new DeadLetterWriter("dead", MOST).record(new DeadLetter(key, value, headers, "in", 3, 7), FAULT, 0L);
    }

    @Test
    void whatFitsIsKeptAsItCame() {
        var letter = letter(new byte[10], new byte[20], List.of(header("a", 30), new RecordHeader("b", (byte[]) null)));

        assertThat(letter.key()).hasSize(10);
        assertThat(letter.value()).hasSize(20);
        assertThat(letter.headers().toArray())
                .extracting(Header::key)
                .startsWith("a", "b", "__streams.errors.exception")
                .doesNotContain(DeadLetterWriter.TRUNCATED_FROM, DeadLetterWriter.HEADERS_LEFT_OUT);
    }

    @Test
    void headersThatDoNotFitAreLeftOutAndCounted() {
        var letter = letter(
                new byte[100],
                new byte[200],
                List.of(header("small", 10), header("huge", MOST), header("n".repeat(MOST), 1), header("last", 10)));

        assertThat(names(letter)).contains("small", "last").doesNotContain("huge");
        assertThat(text(letter, DeadLetterWriter.HEADERS_LEFT_OUT)).isEqualTo("2");
        assertThat(letter.value()).as("there is room for it").hasSize(200);
    }

    @Test
    void noDeadLetterIsLongerThanItsTopicTakes() {
        List<Header> many = new ArrayList<>();
        for (int i = 0; i < MOST; i++) {
            many.add(new RecordHeader("é", (byte[]) null));
        }
        for (var letter : List.of(
                letter(new byte[2 * MOST], new byte[2 * MOST], List.of(header("a", 10))),
                letter(null, new byte[2 * MOST], many),
                letter(new byte[MOST - 50], null, List.of(header("a", MOST - 50))),
                letter(null, new byte[1], List.of(header("日本語".repeat(MOST / 9), 1), header("a", MOST / 2))))) {
            assertThat(size(letter)).isLessThanOrEqualTo(MOST + ROOM);
        }
    }

    /** As Kafka writes it in a batch. */
    private static int size(ProducerRecord<byte[], byte[]> record) {
        return DefaultRecord.sizeInBytes(
                0,
                0,
                record.key() == null ? -1 : record.key().length,
                record.value() == null ? -1 : record.value().length,
                record.headers().toArray());
    }

    private static Header header(String name, int bytes) {
        return new RecordHeader(name, new byte[bytes]);
    }

    private static List<String> names(ProducerRecord<byte[], byte[]> letter) {
        List<String> names = new ArrayList<>();
        letter.headers().forEach(header -> names.add(header.key()));
        return names;
    }

    private static String text(ProducerRecord<byte[], byte[]> letter, String name) {
        return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
