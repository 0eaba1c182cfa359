package io.dragoman.engine;

/** Told of every decoded batch. Threading: called on the thread that decoded; must be quick and never throw. */
@FunctionalInterface
public interface BatchListener {
    /** Looks at nothing. */
    BatchListener NONE = (model, statistics) -> {};

    /** A batch was decoded; one that failed is not reported. */
    void decoded(ModelIdentity model, BatchStatistics statistics);
}
