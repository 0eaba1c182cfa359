package io.dragoman.stream.app;

import io.dragoman.stream.config.ConfigurationPrinter;
import java.util.Map;
import org.apache.kafka.common.KafkaException;

/** The application cannot start; the message says what was found, what was expected and what to do. */
public final class SetupException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A message for people. */
    public SetupException(String message) {
        super(message);
    }

    /** A message for people, and what was thrown. */
    public SetupException(String message, Throwable cause) {
        super(message, cause);
    }

    /** Kafka wraps what is wrong in what it could not do therefore; it may quote a setting that is secret. */
    static SetupException ofKafka(String what, KafkaException thrown, Map<String, String> settings) {
        Throwable innermost = thrown;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        String why = ConfigurationPrinter.withoutSecrets(String.valueOf(innermost.getMessage()), settings);
        return new SetupException(what + ": " + why, thrown);
    }
}
