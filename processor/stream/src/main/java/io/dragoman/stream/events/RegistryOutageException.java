package io.dragoman.stream.events;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;

/** The registry did not answer within the client's own retries. Never a dead letter: the record stays uncommitted and is read again. */
public final class RegistryOutageException extends KafkaException {
    private static final long serialVersionUID = 1L;

    RegistryOutageException(String message, Throwable cause) {
        super(message + ": " + cause.getMessage(), cause);
    }

    /** Whether the serde failed for another reason than the bytes. */
    static boolean isOutage(KafkaException thrown) {
        return !(thrown instanceof SerializationException) || thrown.getCause() instanceof RetriableException;
    }
}
