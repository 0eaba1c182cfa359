package io.dragoman.engine.schedule;

import io.dragoman.engine.GenerationRequest;
import io.dragoman.engine.Outcome;
import io.dragoman.engine.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Many callers, one model. Whoever blocks on a request goes into the next batch; the rest of the batch are look-ahead
 * requests of similar length. Threading: any thread may call; the workers are named, owned and ended here.
 */
public final class BatchScheduler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BatchScheduler.class);

    private final BatchGenerator generator;
    private final SchedulerOptions options;
    private final Consumer<Error> fatalHandler;
    private final List<Thread> workers = new ArrayList<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Lanes lanes = new Lanes(); // guarded by lock
    private final Set<Waiting> running = new HashSet<>(); // guarded by lock
    private final Map<Thread, Long> startedNanos = new HashMap<>(); // of running batches, guarded by lock
    private boolean closed; // guarded by lock

    /** Logs an {@link Error} and ends. */
    public BatchScheduler(BatchGenerator generator, SchedulerOptions options) {
        this(generator, options, error -> {});
    }

    /** @param fatalHandler told of an {@link Error} a batch threw, on the worker's thread; the scheduler has ended then */
    public BatchScheduler(BatchGenerator generator, SchedulerOptions options, Consumer<Error> fatalHandler) {
        this.generator = generator;
        this.options = options;
        this.fatalHandler = fatalHandler;
        for (int worker = 0; worker < options.workers(); worker++) {
            Thread thread = Thread.ofPlatform()
                    .name("dragoman-inference-" + worker)
                    .daemon()
                    .unstarted(this::work);
            workers.add(thread);
        }
        workers.forEach(Thread::start);
    }

    /**
     * Offers requests that will be wanted soon. Never blocks.
     *
     * @return one ticket a request; those that did not fit are not admitted
     */
    public List<Ticket> lookAhead(List<GenerationRequest> requests) {
        List<Ticket> tickets = new ArrayList<>(requests.size());
        lock.lock();
        try {
            for (GenerationRequest request : requests) {
                boolean fits = !closed && lanes.lookAheadSize() < options.queueCapacity();
                Waiting waiting = new Waiting(this, request, fits);
                if (fits) {
                    lanes.addLookAhead(waiting);
                } else {
                    waiting.complete(Waiting.cancelled("the look-ahead queue was full or closed"));
                }
                tickets.add(waiting);
            }
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
        return tickets;
    }

    /** Hands in a request that somebody waits for; it goes into the next batch. Never blocks. */
    public Ticket submit(GenerationRequest request) {
        lock.lock();
        try {
            Waiting waiting = new Waiting(this, request, !closed);
            if (closed) {
                waiting.complete(Waiting.cancelled("the scheduler is closed"));
            } else {
                lanes.addUrgent(waiting);
                arrived.signal();
            }
            return waiting;
        } finally {
            lock.unlock();
        }
    }

    /** Look-ahead requests that wait. */
    public int lookAheadSize() {
        lock.lock();
        try {
            return lanes.lookAheadSize();
        } finally {
            lock.unlock();
        }
    }

    /** For how long the longest running batch has run, zero if none does: a watchdog's question. */
    public Duration longestRunning() {
        lock.lock();
        try {
            long now = System.nanoTime();
            return startedNanos.values().stream()
                    .map(started -> Duration.ofNanos(now - started))
                    .max(Duration::compareTo)
                    .orElse(Duration.ZERO);
        } finally {
            lock.unlock();
        }
    }

    void demand(Waiting waiting) {
        lock.lock();
        try {
            lanes.demand(waiting);
        } finally {
            lock.unlock();
        }
    }

    void cancel(Waiting waiting) {
        lock.lock();
        try {
            if (lanes.remove(waiting)) {
                waiting.complete(Waiting.cancelled("the request was cancelled"));
            }
        } finally {
            lock.unlock();
        }
    }

    private void work() {
        List<Waiting> batch = take();
        while (!batch.isEmpty()) {
            try {
                BatchRun.run(generator, batch);
            } catch (Error error) {
                die(batch, error);
                return;
            } finally {
                finished(batch);
            }
            batch = take();
        }
    }

    /** Waits for the next batch; an empty one means the end. */
    private List<Waiting> take() {
        lock.lock();
        try {
            while (!closed && lanes.isEmpty()) {
                arrived.awaitUninterruptibly();
            }
            List<Waiting> batch = closed ? List.of() : lanes.takeBatch(options.maxBatchSize(), options.window());
            batch.forEach(waiting -> waiting.joined(batch.size()));
            running.addAll(batch);
            if (!batch.isEmpty()) {
                startedNanos.put(Thread.currentThread(), System.nanoTime());
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private void finished(List<Waiting> batch) {
        lock.lock();
        try {
            batch.forEach(running::remove);
            startedNanos.remove(Thread.currentThread());
        } finally {
            lock.unlock();
        }
    }

    private void die(List<Waiting> batch, Error error) {
        LOG.error("inference ends: a batch of {} threw an error", batch.size(), error);
        Outcome failed = new Outcome.Failed(Reason.INFERENCE_FAILED, String.valueOf(error), error);
        batch.forEach(waiting -> waiting.complete(failed));
        giveUpWaiting("inference ended: " + error);
        fatalHandler.accept(error);
    }

    private void giveUpWaiting(String why) {
        lock.lock();
        try {
            closed = true;
            lanes.takeAll().forEach(waiting -> waiting.complete(Waiting.cancelled(why)));
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives up what waits, lets running batches end within the close timeout and then gives those up too: afterwards every
     * ticket is done. Closing twice is safe.
     */
    @Override
    public void close() {
        giveUpWaiting("the scheduler was closed");
        long end = System.nanoTime() + options.closeTimeout().toNanos();
        try {
            for (Thread worker : workers) {
                long left = Math.max(1, (end - System.nanoTime()) / 1_000_000);
                if (worker != Thread.currentThread()) {
                    worker.join(left);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        lock.lock();
        try {
            running.forEach(waiting -> waiting.complete(Waiting.cancelled("the scheduler was closed while it ran")));
        } finally {
            lock.unlock();
        }
        workers.forEach(Thread::interrupt);
    }
}
