package io.dragoman.registry;

import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * The registry did not answer, or answered with an error. Messages name the method and address, never credentials.
 *
 * <p>It says nothing about the record at hand, unlike {@link UndecodableRecordException}.
 */
public final class RegistryException extends KafkaException {
    /** No HTTP answer came. */
    public static final int NO_STATUS = 0;

    /** The answer carried no error code of the registry. */
    public static final int NO_ERROR_CODE = -1;

    static final int SUBJECT_NOT_FOUND = 40401;
    static final int VERSION_NOT_FOUND = 40402;
    static final int SCHEMA_NOT_FOUND = 40403;
    static final int INCOMPATIBLE_SCHEMA = 409;
    static final int INVALID_SCHEMA = 42201;

    private final int status;
    private final int errorCode;

    /**
     * Creates the exception.
     *
     * @param status HTTP status, or {@link #NO_STATUS}
     * @param errorCode the registry's {@code error_code}, or {@link #NO_ERROR_CODE}
     */
    public RegistryException(int status, int errorCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.status = status;
        this.errorCode = errorCode;
    }

    public RegistryException(int status, int errorCode, String message) {
        this(status, errorCode, message, null);
    }

    /** The HTTP status, or {@link #NO_STATUS}. */
    public int status() {
        return status;
    }

    /** The registry's error code, or {@link #NO_ERROR_CODE}. */
    public int errorCode() {
        return errorCode;
    }

    /** Whether the same request may succeed later: no answer, time-out, too many requests, or a server's trouble. */
    public boolean retriable() {
        return switch (status) {
            case NO_STATUS, 408, 429, 500, 502, 503, 504 -> true;
            default -> false;
        };
    }

    /** Whether the registry itself said that the subject, version or schema does not exist. */
    public boolean notFound() {
        return errorCode == SUBJECT_NOT_FOUND || errorCode == VERSION_NOT_FOUND || errorCode == SCHEMA_NOT_FOUND;
    }
}
