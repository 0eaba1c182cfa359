package io.dragoman.engine;

import io.dragoman.engine.model.DecoderLoop;
import io.dragoman.engine.model.Device;
import io.dragoman.engine.model.GpuMemory;
import java.time.Duration;

/**
 * How an engine runs its model.
 *
 * @param gpuMemory of no effect on a CPU
 * @param decoderLoop AUTO is GRAPH on a GPU where the bundle allows it, else STEPS
 * @param intraOpThreads threads inside one run of a graph, 1 or more
 * @param maxBatchSize most sentences encoded together, 1 or more; fewer where beams are wider than 5
 * @param batchDeadline most time for one batch, checked between steps, or a timer ends the run of the graph that holds them all
 */
public record EngineOptions(
        Device device,
        GpuMemory gpuMemory,
        DecoderLoop decoderLoop,
        int intraOpThreads,
        int maxBatchSize,
        Duration batchDeadline,
        OverlongPolicy overlong) {
    /** Beams wider than this make batches smaller, so that memory stays what it is with this one. */
    static final int ROWS_A_SENTENCE = 5;

    public EngineOptions {
        if (intraOpThreads < 1 || maxBatchSize < 1 || batchDeadline.isNegative() || batchDeadline.isZero()) {
            throw new IllegalArgumentException(
                    "found intraOpThreads %d, maxBatchSize %d, batchDeadline %s; expected values above zero"
                            .formatted(intraOpThreads, maxBatchSize, batchDeadline));
        }
    }

    /** AUTO, 1 thread, 64 sentences, 5 s, overlong sources are rejected. */
    public static EngineOptions defaults() {
        return new EngineOptions(
                Device.AUTO, GpuMemory.DEFAULT, DecoderLoop.AUTO, 1, 64, Duration.ofSeconds(5), OverlongPolicy.REJECT);
    }

    /**
     * The defaults where no record waits for its turn: a batch may take 10 minutes, which only ends what never ends, so that
     * a busy machine makes nothing fail.
     */
    public static EngineOptions unhurried(OverlongPolicy overlong) {
        EngineOptions plain = defaults();
        return new EngineOptions(
                plain.device,
                plain.gpuMemory,
                plain.decoderLoop,
                plain.intraOpThreads,
                plain.maxBatchSize,
                Duration.ofMinutes(10),
                overlong);
    }

    /** The same with the decoder's loop elsewhere. */
    public EngineOptions looping(DecoderLoop other) {
        return new EngineOptions(device, gpuMemory, other, intraOpThreads, maxBatchSize, batchDeadline, overlong);
    }

    /** The same on another device. */
    public EngineOptions on(Device other) {
        return new EngineOptions(other, gpuMemory, decoderLoop, intraOpThreads, maxBatchSize, batchDeadline, overlong);
    }
}
