package io.dragoman.stream.events;

import java.io.EOFException;
import java.io.IOException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;

/** The registry did not answer within the client's own retries. Never a dead letter: the record stays uncommitted and is read again. */
public final class RegistryOutageException extends KafkaException {
    private static final long serialVersionUID = 1L;

    RegistryOutageException(String message, Throwable cause) {
        super(message + ": " + cause.getMessage(), cause);
    }

    static boolean isOutage(Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if ((cause instanceof IOException && !(cause instanceof EOFException))
                    || cause instanceof RetriableException) {
                return true;
            }
        }
        return false;
    }
}
