package io.dragoman.export.training;

import io.dragoman.export.network.NetworkOptions;
import io.dragoman.export.network.NetworkShape;
import java.util.List;
import java.util.Locale;

/**
 * Memory that a run will need at its peak, native and heap, known before the first update. What a batch keeps for its
 * backward pass is counted array by array and rounded up; what the machine adds (allocator, compiled code) is measured
 * and constant.
 *
 * @param processMib JVM and tensor library
 * @param networkMib weights, their gradients, both moments of Adam, and the copies that a checkpoint is written from
 * @param batchMib the dearest batch
 * @param dataMib token ids of all pairs
 * @param rows of the dearest batch
 * @param sourceTokens of each of its rows
 * @param targetTokens of its longest row, end token included
 */
public record MemoryEstimate(
        long processMib, long networkMib, long batchMib, long dataMib, int rows, int sourceTokens, int targetTokens) {
    private static final long PROCESS_MIB = 300;
    private static final double MIB = 1024.0 * 1024;
    /** Weights, gradients, two moments; the heap's copies of weights and moments, and one more while they are written. */
    private static final int ARRAYS_OF_WEIGHTS = 4 + 3 + 1;

    /** Objects around the ids of a pair: two arrays, two strings, a record, a place in a list. */
    private static final int BYTES_AROUND_PAIR = 200;

    /** Of a batch: its gradients beside what is kept for them. */
    private static final double BACKWARD = 1.25;

    /** Arrays over the vocabulary: logits, their log-soft-max, and the gradients of gold, smoothing and logits. */
    private static final int ARRAYS_OF_LOGITS = 5;

    /**
     * Estimates from the batches of an epoch.
     *
     * @param plan not empty
     */
    static MemoryEstimate of(NetworkShape shape, List<List<EncodedPair>> plan) {
        double most = -1;
        int rows = 0;
        int source = 0;
        int target = 0;
        long ids = 0;
        for (List<EncodedPair> batch : plan) {
            int width = batch.getFirst().source().length;
            int steps = batch.stream().mapToInt(EncodedPair::steps).max().orElseThrow();
            double floats = batchFloats(shape, batch.size(), width, steps);
            if (floats > most) {
                most = floats;
                rows = batch.size();
                source = width;
                target = steps;
            }
            ids += batch.stream()
                    .mapToLong(pair -> BYTES_AROUND_PAIR + 8L * (width + pair.steps()))
                    .sum();
        }
        return new MemoryEstimate(
                PROCESS_MIB,
                mib(Float.BYTES * (double) ARRAYS_OF_WEIGHTS * shape.parameters()),
                mib(Float.BYTES * most),
                mib((double) ids),
                rows,
                source,
                target);
    }

    public long totalMib() {
        return processMib + networkMib + batchMib + dataMib;
    }

    /** One line for a person. */
    public String describe() {
        return String.format(
                Locale.ROOT,
                "memory at its peak about %,d MiB: process %,d, network %,d, largest batch %,d (%d rows of %d source and"
                        + " up to %d target tokens), pairs %,d",
                totalMib(),
                processMib,
                networkMib,
                batchMib,
                rows,
                sourceTokens,
                targetTokens,
                dataMib);
    }

    /**
     * Refuses a run that the machine cannot hold.
     *
     * @param availableMib of the machine, or of the container where there is a limit
     */
    void requireWithin(long availableMib) {
        if (totalMib() > availableMib) {
            throw new TrainingException(String.format(
                    Locale.ROOT,
                    "found %,d MiB of memory, expected more: %s; use a smaller --batch-tokens, --vocabulary or network",
                    availableMib,
                    describe()));
        }
    }

    /** Memory of the machine, or the limit of the container. */
    static long availableMib() {
        var os = (com.sun.management.OperatingSystemMXBean)
                java.lang.management.ManagementFactory.getOperatingSystemMXBean();
        return (long) (os.getTotalMemorySize() / MIB);
    }

    private static double batchFloats(NetworkShape shape, int rows, int source, int steps) {
        NetworkOptions options = shape.options();
        double read = (double) rows * source;
        double said = (double) rows * steps;
        double embedding = shape.embedding();
        double hidden = shape.decoderHidden();
        double width = shape.encoderWidth();
        double encoder =
                read * (4 * embedding + options.encoderLayers() * cell(shape, shape.encoderWidth()) + 2 * width);
        double decoder =
                said * (4 * embedding + options.decoderLayers() * cell(shape, hidden) + 2.0 * shape.fedWidth());
        double combined = said * (2 * (hidden + width) + 4 * embedding);
        double output = said * (double) shape.vocabulary() * ARRAYS_OF_LOGITS;
        return BACKWARD * (encoder + decoder + attention(shape, read, said, source) + combined) + output;
    }

    /** Kept of a cell for one token: what its gates are added from, their activations, outputs. */
    private static double cell(NetworkShape shape, double hidden) {
        return (3.0 * shape.options().cell().gates() + 5) * hidden;
    }

    private static double attention(NetworkShape shape, double read, double said, int source) {
        NetworkOptions options = shape.options();
        if (!options.attends()) {
            return 0;
        }
        double hidden = shape.decoderHidden();
        double scores = 2.0 * source + shape.encoderWidth();
        double sums = options.attention().additive() ? hidden + 3 * source * hidden : 0;
        double copying = options.copying() ? hidden + shape.encoderWidth() + shape.embedding() + 5.0 * source : 0;
        return 2 * read * hidden + said * (scores + sums + copying + coverage(options, hidden, source));
    }

    /** What a token's coverage and its terms in the scores keep. */
    private static double coverage(NetworkOptions options, double hidden, int source) {
        if (!options.coverageAttention()) {
            return 0;
        }
        return 5.0 * source + (options.coverageInSums() ? 2 * source * hidden : hidden);
    }

    private static long mib(double bytes) {
        return (long) Math.ceil(bytes / MIB);
    }
}
