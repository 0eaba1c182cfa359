package io.dragoman.engine.schedule;

import io.dragoman.engine.GenerationRequest;
import io.dragoman.engine.Outcome;
import io.dragoman.engine.Reason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A request on its way. Threading: made and awaited by a caller, completed by one worker or by close; its place in the
 * lanes is guarded by the scheduler's lock.
 */
final class Waiting implements Ticket {
    private final BatchScheduler scheduler;
    private final GenerationRequest request;
    private final boolean admitted;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private volatile int batchSize;

    Waiting(BatchScheduler scheduler, GenerationRequest request, boolean admitted) {
        this.scheduler = scheduler;
        this.request = request;
        this.admitted = admitted;
    }

    GenerationRequest request() {
        return request;
    }

    /** A hint at the number of source tokens. */
    int length() {
        return request.text().length();
    }

    void joined(int size) {
        batchSize = size;
    }

    /** The first completion counts. */
    void complete(Outcome result) {
        outcome.complete(result);
    }

    static Outcome cancelled(String why) {
        return new Outcome.Failed(Reason.CANCELLED, why, null);
    }

    @Override
    public boolean isAdmitted() {
        return admitted;
    }

    @Override
    public Outcome await(Duration timeout) {
        try {
            return outcome.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return new Outcome.Failed(
                    Reason.DEADLINE_EXCEEDED, "found no outcome after %s, expected one by then".formatted(timeout), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Failed(Reason.CANCELLED, "the waiting thread was interrupted", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("tickets complete normally", e);
        }
    }

    @Override
    public void demand() {
        scheduler.demand(this);
    }

    @Override
    public void cancel() {
        scheduler.cancel(this);
    }

    @Override
    public boolean isDone() {
        return outcome.isDone();
    }

    @Override
    public int batchSize() {
        return batchSize;
    }
}
