package io.dragoman.export.onnx;

/** Cuts and rearrangements of row-major matrices. Nothing is changed in place. */
final class Matrices {
    private Matrices() {}

    static float[] rows(float[] matrix, int columns, int from, int count) {
        float[] cut = new float[count * columns];
        System.arraycopy(matrix, from * columns, cut, 0, cut.length);
        return cut;
    }

    static float[] columns(float[] matrix, int rows, int columns, int from, int count) {
        float[] cut = new float[rows * count];
        for (int row = 0; row < rows; row++) {
            System.arraycopy(matrix, row * columns + from, cut, row * count, count);
        }
        return cut;
    }

    static float[] transposed(float[] matrix, int rows, int columns) {
        float[] turned = new float[matrix.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                turned[column * rows + row] = matrix[row * columns + column];
            }
        }
        return turned;
    }

    static float[] scaled(float[] matrix, float factor) {
        float[] product = new float[matrix.length];
        for (int i = 0; i < matrix.length; i++) {
            product[i] = matrix[i] * factor;
        }
        return product;
    }

    static float[] concat(float[]... parts) {
        int size = 0;
        for (float[] part : parts) {
            size += part.length;
        }
        float[] whole = new float[size];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, whole, at, part.length);
            at += part.length;
        }
        return whole;
    }

    /** (r, z, n) to (z, r, n), each gate {@code gateSize} values. */
    static float[] swapFirstTwoGates(float[] gates, int gateSize) {
        float[] swapped = gates.clone();
        System.arraycopy(gates, 0, swapped, gateSize, gateSize);
        System.arraycopy(gates, gateSize, swapped, 0, gateSize);
        return swapped;
    }
}
