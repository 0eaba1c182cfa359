package io.dragoman.stream.topology;

import io.dragoman.event.GeneratedText;
import io.dragoman.event.SourceText;
import java.io.IOException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;

/** Avro without a registry, for tests of what stands behind the serde. The value {@code outage} stands for a registry that is silent. */
public final class PlainAvro {
    private PlainAvro() {}

    public static Deserializer<SourceText> sources() {
        return (topic, bytes) -> {
            if (new String(bytes, java.nio.charset.StandardCharsets.UTF_8).equals("outage")) {
                throw new SerializationException("no schema", new TimeoutException("registry"));
            }
            try {
                return SourceText.getDecoder().decode(bytes);
            } catch (IOException | RuntimeException e) {
                throw new SerializationException("not Avro: " + e.getMessage());
            }
        };
    }

    public static byte[] bytes(SourceText source) {
        try {
            var buffer = SourceText.getEncoder().encode(source);
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    public static byte[] text(String text) {
        return bytes(SourceText.newBuilder().setText(text).build());
    }

    public static Serializer<GeneratedText> generations() {
        return (topic, event) -> {
            try {
                var buffer = GeneratedText.getEncoder().encode(event);
                byte[] bytes = new byte[buffer.remaining()];
                buffer.get(bytes);
                return bytes;
            } catch (IOException e) {
                throw new SerializationException(e);
            }
        };
    }
}
