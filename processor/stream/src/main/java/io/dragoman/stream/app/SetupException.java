package io.dragoman.stream.app;

import io.dragoman.stream.cluster.ClusterClients;
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

    /** Of settings that Kafka does not make a client of, or does not start with. */
    static SetupException ofKafka(String what, KafkaException thrown, Map<String, String> settings) {
        return new SetupException(what + ": " + ClusterClients.refusal(thrown, settings), thrown);
    }
}
