package io.dragoman.stream.app;

/** The running application was ended by a failure; the message is the one cause that tells people what to mend. */
public final class ApplicationFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ApplicationFailedException(Throwable failure) {
        super("The application stopped: " + FailurePolicy.describe(failure), failure);
    }
}
