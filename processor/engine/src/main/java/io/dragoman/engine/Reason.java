package io.dragoman.engine;

/**
 * Why a request got no generation. The name is stable: it is the metric label and the dead-letter header.
 */
public enum Reason {
    /** The text is empty or holds white space only. */
    EMPTY_TEXT,
    /** The text has more source tokens than the bundle's limit. */
    SOURCE_TOO_LONG,
    /** The target to be scored has more tokens than the bundle's limit. */
    TARGET_TOO_LONG,
    /** The target to be scored is none of the classifier's labels. */
    UNKNOWN_LABEL,
    /** A decoding option is out of its range. */
    INVALID_OPTIONS,
    /** The text is not well-formed Unicode (a lone surrogate). */
    INVALID_TEXT,
    /** No loaded bundle serves the request's model, task or languages. */
    UNKNOWN_MODEL,
    /** The record's bytes do not hold a text in the expected format. */
    UNDECODABLE,
    /** Decoding took longer than the batch's deadline. */
    DEADLINE_EXCEEDED,
    /** The inference runtime failed. */
    INFERENCE_FAILED,
    /** The request was cancelled, or its scheduler closed, before it was inferred. */
    CANCELLED;

    /** Whether the engine is to blame ({@link Outcome.Failed}); else it is the input ({@link Outcome.Rejected}). */
    public boolean isFailure() {
        return switch (this) {
            case EMPTY_TEXT,
                    SOURCE_TOO_LONG,
                    TARGET_TOO_LONG,
                    UNKNOWN_LABEL,
                    INVALID_OPTIONS,
                    INVALID_TEXT,
                    UNKNOWN_MODEL,
                    UNDECODABLE -> false;
            case DEADLINE_EXCEEDED, INFERENCE_FAILED, CANCELLED -> true;
        };
    }
}
