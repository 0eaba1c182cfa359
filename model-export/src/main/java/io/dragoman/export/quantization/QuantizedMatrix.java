package io.dragoman.export.quantization;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * A matrix as integers of -{@value #MOST} to {@value #MOST} and a scale for each row (the last axis).
 *
 * @param name of the constant that it stands for
 * @param integers int8, the constant's dimensions
 * @param scales float, the constant's dimensions, the last 1
 */
record QuantizedMatrix(String name, TensorProto integers, TensorProto scales) {
    private static final int MOST = 127;

    static QuantizedMatrix of(TensorProto tensor) {
        int columns = Math.toIntExact(tensor.getDims(tensor.getDimsCount() - 1));
        FloatBuffer values = floats(tensor);
        int rows = values.remaining() / columns;
        byte[] integers = new byte[rows * columns];
        float[] scales = new float[rows];
        for (int row = 0; row < rows; row++) {
            float largest = 0;
            for (int i = row * columns; i < (row + 1) * columns; i++) {
                largest = Math.max(largest, Math.abs(values.get(i)));
            }
            if (!Float.isFinite(largest)) {
                throw new IllegalArgumentException(
                        tensor.getName() + " row " + row + ": found " + largest + ", expected finite weights");
            }
            scales[row] = largest / MOST;
            for (int i = row * columns; i < (row + 1) * columns; i++) {
                integers[i] = largest == 0 ? 0 : (byte) Math.rint(values.get(i) / (double) largest * MOST);
            }
        }
        TensorProto.Builder whole = TensorProto.newBuilder()
                .setName(tensor.getName() + ".int8")
                .setDataType(TensorProto.DataType.INT8_VALUE)
                .addAllDims(tensor.getDimsList())
                .setRawData(ByteString.copyFrom(integers));
        long[] dimensions =
                tensor.getDimsList().stream().mapToLong(Long::longValue).toArray();
        dimensions[dimensions.length - 1] = 1;
        return new QuantizedMatrix(
                tensor.getName(), whole.build(), floats(tensor.getName() + ".scales", scales, dimensions));
    }

    private static TensorProto floats(String name, float[] values, long... dimensions) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        TensorProto.Builder tensor =
                TensorProto.newBuilder().setName(name).setDataType(TensorProto.DataType.FLOAT_VALUE);
        for (long dimension : dimensions) {
            tensor.addDims(dimension);
        }
        return tensor.setRawData(ByteString.copyFrom(bytes)).build();
    }

    private static FloatBuffer floats(TensorProto tensor) {
        return tensor.getRawData()
                .asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer();
    }
}
