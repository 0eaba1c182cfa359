package io.dragoman.engine.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.List;
import java.util.stream.Stream;

/** Direct buffers of one running batch; they grow and are used again by later batches. Confined to one thread. */
final class Workspace {
    /** What changes at every step, in the order of the layout. */
    final List<Rows> states;
    /** What the encoder left, in the order of the layout. */
    final List<Rows> memories;

    private FloatBuffer topLogProbs = allocate(0).asFloatBuffer();
    private LongBuffer topIds = allocate(0).asLongBuffer();
    private LongBuffer tokens = allocate(0).asLongBuffer();

    Workspace(RnnStepLayout layout) {
        this.states = Stream.generate(Rows::new).limit(layout.states().size()).toList();
        this.memories =
                Stream.generate(Rows::new).limit(layout.memories().size()).toList();
    }

    /** (rows, k) */
    FloatBuffer topLogProbs(int size) {
        if (topLogProbs.capacity() < size) {
            topLogProbs = allocate(4L * grown(size)).asFloatBuffer();
        }
        return topLogProbs.duplicate().position(0).limit(size);
    }

    /** (rows, k) */
    LongBuffer topIds(int size) {
        if (topIds.capacity() < size) {
            topIds = allocate(8L * grown(size)).asLongBuffer();
        }
        return topIds.duplicate().position(0).limit(size);
    }

    /** (rows) */
    LongBuffer tokens(int size) {
        if (tokens.capacity() < size) {
            tokens = allocate(8L * grown(size)).asLongBuffer();
        }
        return tokens.duplicate().position(0).limit(size);
    }

    private static int grown(int size) {
        return size + size / 2;
    }

    private static ByteBuffer allocate(long bytes) {
        return ByteBuffer.allocateDirect(Math.toIntExact(bytes)).order(ByteOrder.nativeOrder());
    }
}
