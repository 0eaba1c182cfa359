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
    private final boolean retriable;

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
        this.retriable = switch (status) {
            case NO_STATUS, 408, 429, 500, 502, 503, 504 -> true;
            default -> false;
        };
    }

    /** No answer came. */
    RegistryException(String message, @Nullable Throwable cause, boolean retriable) {
        super(message, cause);
        this.status = NO_STATUS;
        this.errorCode = NO_ERROR_CODE;
        this.retriable = retriable;
    }

    private RegistryException(RegistryException last, String more) {
        super(last.getMessage() + more, last.getCause());
        this.status = last.status;
        this.errorCode = last.errorCode;
        this.retriable = last.retriable;
    }

    /** This failure, told as the last of several. */
    RegistryException after(int attempts) {
        return attempts < 2 ? this : new RegistryException(this, " (the last of " + attempts + " attempts)");
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

    /**
     * Whether the same request may succeed later: no answer, time-out, too many requests, or a server's trouble; not a
     * TLS handshake that one side refused.
     */
    public boolean retriable() {
        return retriable;
    }

    /** Whether the registry itself said that the subject, version or schema does not exist. */
    public boolean notFound() {
        return errorCode == SUBJECT_NOT_FOUND || errorCode == VERSION_NOT_FOUND || errorCode == SCHEMA_NOT_FOUND;
    }
}
