package io.dragoman.engine.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;

/** Direct buffers of one running batch; they grow and are used again by later batches. Confined to one thread. */
final class Workspace {
    /** A pair of buffers: what is, and where the next version is written. */
    static final class Floats {
        private FloatBuffer current = allocate(0).asFloatBuffer();
        private FloatBuffer spare = allocate(0).asFloatBuffer();

        /** The first {@code size} values. */
        FloatBuffer current(int size) {
            return current.duplicate().position(0).limit(size);
        }

        /** Room for {@code size} values beside the current ones. */
        FloatBuffer spare(int size) {
            if (spare.capacity() < size) {
                spare = allocate(4L * grown(size)).asFloatBuffer();
            }
            return spare.duplicate().position(0).limit(size);
        }

        /** The spare becomes the current one. */
        void swap() {
            FloatBuffer old = current;
            current = spare;
            spare = old;
        }

        /** New row i is old row rows[i]; {@code width} values a row. */
        void gather(int[] rows, int width) {
            FloatBuffer to = spare(rows.length * width);
            for (int i = 0; i < rows.length; i++) {
                to.put(i * width, current, rows[i] * width, width);
            }
            swap();
        }

        /** As {@link #gather}, in place: needs rows[i] >= i wherever {@code moves[i]}. */
        void compact(int[] rows, boolean[] moves, int width) {
            for (int i = 0; i < rows.length; i++) {
                if (moves[i]) {
                    current.put(i * width, current, rows[i] * width, width);
                }
            }
        }
    }

    /** (rows, hidden) */
    final Floats state = new Floats();
    /** (rows, hidden, source length) */
    final Floats keys = new Floats();
    /** (rows, source length, embedding) */
    final Floats values = new Floats();
    /** (rows, 1, source length) */
    final Floats mask = new Floats();
    /** (rows, k) */
    final Floats topLogProbs = new Floats();

    private LongBuffer topIds = allocate(0).asLongBuffer();
    private LongBuffer tokens = allocate(0).asLongBuffer();

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
