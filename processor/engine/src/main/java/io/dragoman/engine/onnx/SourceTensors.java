package io.dragoman.engine.onnx;

import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;

/** What the encoder reads: {@code source_ids} (batch, source length), padded, and {@code source_lengths} (batch). */
final class SourceTensors {
    private static final int SUM_BLOCK = 4;

    private SourceTensors() {}

    /** @param sources (batch, its own length of 1 or more) */
    static void put(int[][] sources, int pad, Tensors inputs) throws OrtException {
        int rows = sources.length;
        int longest =
                padded(Arrays.stream(sources).mapToInt(s -> s.length).max().orElse(0));
        LongBuffer ids = direct(8 * rows * longest).asLongBuffer();
        IntBuffer lengths = direct(4 * rows).asIntBuffer();
        for (int row = 0; row < rows; row++) {
            lengths.put(row, sources[row].length);
            for (int i = 0; i < longest; i++) {
                ids.put(row * longest + i, i < sources[row].length ? sources[row][i] : pad);
            }
        }
        inputs.put("source_ids", ids, rows, longest).put("source_lengths", lengths, rows);
    }

    /**
     * Source length up to a whole number of blocks. ONNX Runtime sums a product with one row in blocks of four terms and
     * a rest of three in another order, so that a source of 7, 11, 15 … ids scored differently alone (in the last bit of a
     * float) than beside a longer one. Padded to whole blocks, every row's bits are the same in any company.
     */
    private static int padded(int length) {
        return (length + SUM_BLOCK - 1) / SUM_BLOCK * SUM_BLOCK;
    }

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
}
