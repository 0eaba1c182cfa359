package io.dragoman.export.training;

/** Training cannot start or go on; the message says what was found and what to do. */
public class TrainingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The options do not learn: another run may. */
    public static final class Diverged extends TrainingException {
        private static final long serialVersionUID = 1L;

        Diverged(String message) {
            super(message);
        }
    }

    public TrainingException(String message) {
        super(message);
    }

    public TrainingException(String message, Throwable cause) {
        super(message, cause);
    }
}
