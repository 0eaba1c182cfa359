package io.dragoman.engine.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * One tensor of a running batch, a row a hypothesis: what is, and room where its next version is written. Direct
 * buffers that grow and are used again by later batches. Confined to one thread.
 */
final class Rows {
    private ByteBuffer current = allocate(0);
    private ByteBuffer spare = allocate(0);
    private OnnxJavaType type = OnnxJavaType.FLOAT;
    /** Dimensions; the first is the number of rows and differs from step to step. */
    private long[] shape = {0};
    /** Bytes a row. */
    private int width;

    /** Takes type, dimensions and values of an output. */
    void keep(OnnxTensor tensor) throws OrtException {
        type = tensor.getInfo().type;
        shape = tensor.getInfo().getShape();
        long values = Arrays.stream(shape).skip(1).reduce(1, Math::multiplyExact);
        width = Math.toIntExact(values * type.size);
        ByteBuffer from = tensor.getByteBuffer();
        room((int) shape[0]).put(0, from, from.position(), from.remaining());
        swap();
    }

    /** Feeds or reads the first {@code rows} of what is. */
    void putCurrent(Tensors tensors, String name, int rows) throws OrtException {
        put(tensors, name, current, rows);
    }

    /** Lets a run write {@code rows} into the room beside what is; {@link #swap} makes them so. */
    void putNext(Tensors tensors, String name, int rows) throws OrtException {
        put(tensors, name, room(rows), rows);
    }

    private void put(Tensors tensors, String name, ByteBuffer bytes, int rows) throws OrtException {
        ByteBuffer view = bytes.slice(0, rows * width).order(ByteOrder.nativeOrder());
        long[] dimensions = shape.clone();
        dimensions[0] = rows;
        switch (type) {
            case FLOAT -> tensors.put(name, view.asFloatBuffer(), dimensions);
            case INT64 -> tensors.put(name, view.asLongBuffer(), dimensions);
            case INT32 -> tensors.put(name, view.asIntBuffer(), dimensions);
            default ->
                throw new OrtException("tensor %s: found %s, expected float, int32 or int64".formatted(name, type));
        }
    }

    void swap() {
        ByteBuffer old = current;
        current = spare;
        spare = old;
    }

    /** New row i is old row rows[i]. */
    void gather(int[] rows) {
        ByteBuffer to = room(rows.length);
        for (int i = 0; i < rows.length; i++) {
            to.put(i * width, current, rows[i] * width, width);
        }
        swap();
    }

    /** As {@link #gather}, in place: needs rows[i] >= i wherever {@code moves[i]}. */
    void compact(int[] rows, boolean[] moves) {
        for (int i = 0; i < rows.length; i++) {
            if (moves[i]) {
                current.put(i * width, current, rows[i] * width, width);
            }
        }
    }

    private ByteBuffer room(int rows) {
        int bytes = Math.multiplyExact(rows, width);
        if (spare.capacity() < bytes) {
            spare = allocate(bytes + bytes / 2);
        }
        return spare;
    }

    private static ByteBuffer allocate(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }
}
