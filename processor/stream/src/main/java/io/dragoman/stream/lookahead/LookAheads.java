package io.dragoman.stream.lookahead;

import io.dragoman.stream.events.SourceEventReader;
import io.dragoman.stream.route.RouteTable;
import io.dragoman.stream.tracing.Tracing;
import java.util.Set;

/**
 * Hands every stream thread its own {@link LookAhead}. One object an application, given both to the interceptor (through the consumer's
 * configuration) and to the processors.
 *
 * <p>Threading: safe; the look-ahead it returns belongs to the calling thread.
 */
public final class LookAheads {
    private final ThreadLocal<LookAhead> ofThread;

    /**
     * @param reader decodes values; called by every stream thread
     * @param routes the models
     * @param topics source topics; records of others are left alone
     * @param maxRecords most tickets a thread holds
     * @param tracing makes the spans of records
     */
    public LookAheads(
            SourceEventReader reader, RouteTable routes, Set<String> topics, int maxRecords, Tracing tracing) {
        Set<String> sources = Set.copyOf(topics);
        this.ofThread = ThreadLocal.withInitial(() -> new LookAhead(reader, routes, sources, maxRecords, tracing));
    }

    /** The calling thread's look-ahead. */
    public LookAhead ofThread() {
        return ofThread.get();
    }

    /** Cancels what the calling thread holds and forgets the thread. */
    void leave() {
        ofThread.get().forgetAll();
        ofThread.remove();
    }
}
