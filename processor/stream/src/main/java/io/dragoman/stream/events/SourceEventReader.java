package io.dragoman.stream.events;

import io.dragoman.engine.GenerationOptions;
import io.dragoman.engine.GenerationRequest;
import io.dragoman.engine.Reason;
import io.dragoman.event.DecodingOptions;
import io.dragoman.event.SourceText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Decodes {@link SourceText} values. Bytes that no retry could make sense of are {@link Reading.Undecoded}; a registry that does not answer is
 * a {@link RegistryOutageException}, because the record is not to blame.
 *
 * <p>Threading: as safe as the deserializer given.
 */
public final class SourceEventReader {
    private static final char REPLACEMENT = '\uFFFD';

    private final Deserializer<SourceText> deserializer;

    /** @param deserializer a configured deserializer of values */
    public SourceEventReader(Deserializer<SourceText> deserializer) {
        this.deserializer = deserializer;
    }

    /**
     * Reads one value.
     *
     * @param topic topic of the record
     * @param headers its headers, which may name the schema
     * @param value its bytes; null is a tombstone
     * @throws RegistryOutageException if the writer's schema could not be fetched
     */
    public Reading read(String topic, Headers headers, byte @Nullable [] value) {
        if (value == null) {
            return new Reading.Undecoded(Reason.UNDECODABLE, "found a null value, expected an Avro SourceText");
        }
        try {
            SourceText source = deserializer.deserialize(topic, headers, value);
            if (source == null) {
                return new Reading.Undecoded(Reason.UNDECODABLE, "found an empty value, expected an Avro SourceText");
            }
            return isUtf8(source.getText(), value)
                    ? new Reading.Decoded(new SourceEvent(source, request(source)))
                    : new Reading.Undecoded(Reason.INVALID_TEXT, "found bytes that are not UTF-8 in field text");
        } catch (KafkaException e) {
            if (RegistryOutageException.isOutage(e)) {
                throw new RegistryOutageException(
                        "The schema of a record of topic " + topic + " could not be fetched", e);
            }
            return new Reading.Undecoded(
                    Reason.UNDECODABLE, "not a SourceText in the Confluent wire format: " + firstCause(e));
        }
    }

    /** Avro for Java replaces what is not UTF-8 by U+FFFD. A text that was sent with that character stands in the value as it is. */
    private static boolean isUtf8(String text, byte[] value) {
        if (text.indexOf(REPLACEMENT) < 0) {
            return true;
        }
        byte[] strict = text.getBytes(StandardCharsets.UTF_8);
        for (int start = 0; start <= value.length - strict.length; start++) {
            if (Arrays.equals(value, start, start + strict.length, strict, 0, strict.length)) {
                return true;
            }
        }
        return false;
    }

    private static GenerationRequest request(SourceText source) {
        DecodingOptions options = source.getOptions();
        return new GenerationRequest(
                source.getText(),
                options == null
                        ? GenerationOptions.DEFAULTS
                        : new GenerationOptions(
                                options.getBeamSize(),
                                options.getNBest(),
                                options.getLengthPenalty(),
                                options.getMaxNewTokens()));
    }

    private static String firstCause(Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
