package io.dragoman.registry;

import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * These bytes can never be decoded: wrong magic byte, too short, a schema id the registry does not know, or a body that
 * is not Avro of that schema. Trying again cannot help; the record belongs in the dead letters.
 */
public final class UndecodableRecordException extends SerializationException {
    public UndecodableRecordException(String message) {
        super(message);
    }

    public UndecodableRecordException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
