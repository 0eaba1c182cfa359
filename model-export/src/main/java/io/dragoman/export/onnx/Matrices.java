package io.dragoman.export.onnx;

/** Cuts and rearrangements of row-major matrices. Nothing is changed in place. */
final class Matrices {
    private Matrices() {}

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

    static float[] sum(float[] a, float[] b) {
        float[] sum = new float[a.length];
        for (int i = 0; i < a.length; i++) {
            sum[i] = a[i] + b[i];
        }
        return sum;
    }

    /** Matrices of as many rows side by side. */
    static float[] joined(int rows, float[]... parts) {
        int columns = 0;
        for (float[] part : parts) {
            columns += part.length / rows;
        }
        float[] whole = new float[rows * columns];
        int at = 0;
        for (float[] part : parts) {
            int width = part.length / rows;
            for (int row = 0; row < rows; row++) {
                System.arraycopy(part, row * width, whole, row * columns + at, width);
            }
            at += width;
        }
        return whole;
    }

    /** Undoes {@link #blocks}. */
    static float[] unblocked(float[] values, int size, int[] order) {
        float[] restored = new float[values.length];
        for (int i = 0; i < order.length; i++) {
            System.arraycopy(values, i * size, restored, order[i] * size, size);
        }
        return restored;
    }

    /** Blocks of {@code size} values, new block i the old block {@code order[i]}. */
    static float[] blocks(float[] values, int size, int[] order) {
        float[] ordered = new float[values.length];
        for (int i = 0; i < order.length; i++) {
            System.arraycopy(values, order[i] * size, ordered, i * size, size);
        }
        return ordered;
    }
}
