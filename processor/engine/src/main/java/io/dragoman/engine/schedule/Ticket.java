package io.dragoman.engine.schedule;

import io.dragoman.engine.Outcome;
import java.time.Duration;

/** A claim on one request's outcome. Threading: any thread may call any method. */
public interface Ticket {
    /** False where the bounded queue had no room: the request is not waiting, and the caller treats it as a miss. */
    boolean isAdmitted();

    /**
     * Waits for the outcome.
     *
     * @return the outcome, or a {@link Outcome.Failed} DEADLINE_EXCEEDED where none came in time, or CANCELLED where the
     *     ticket was cancelled, not admitted, or the waiting thread was interrupted (its flag stays set)
     */
    Outcome await(Duration timeout);

    /** Moves a waiting request to the urgent lane. */
    void demand();

    /** Gives up the request: if it still waits it is never inferred. */
    void cancel();

    boolean isDone();

    /** How many requests shared the batch; 0 before it was formed. */
    int batchSize();
}
