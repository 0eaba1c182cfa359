package io.dragoman.engine.model;

/**
 * How much of a GPU's memory one graph's arena may take, and how it grows. A model has two graphs, each with an arena of its own.
 *
 * @param limitMebibytes most of one arena, weights included; 0 for all there is
 */
public record GpuMemory(int limitMebibytes, Growth growth) {
    /** By what an arena grows when it is too small. */
    public enum Growth {
        /** By what is asked for: least memory. */
        AS_REQUESTED,
        /** To the next power of two: fewer allocations, up to twice the memory. */
        DOUBLING
    }

    /** No limit, grown as requested: batches differ in shape, and doubling would keep what one long batch took. */
    public static final GpuMemory DEFAULT = new GpuMemory(0, Growth.AS_REQUESTED);

    public GpuMemory {
        if (limitMebibytes < 0) {
            throw new IllegalArgumentException(
                    "found a limit of " + limitMebibytes + " MiB of GPU memory, expected 0 or more");
        }
    }
}
