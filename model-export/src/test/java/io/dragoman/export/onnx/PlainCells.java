package io.dragoman.export.onnx;

import io.dragoman.export.network.NetworkWeights;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Cells and products in plain double loops. */
record PlainCells(NetworkWeights weights) {

    double[] embed(String table, int id) {
        float[] rows = weights.get(table);
        double[] row = new double[weights.shape().embedding()];
        Arrays.setAll(row, i -> rows[id * row.length + i] * Math.sqrt(row.length));
        return row;
    }

    /** The states after one step, the output first. */
    List<double[]> step(String prefix, double[] x, List<double[]> state) {
        double[] input = affine(prefix + ".weight_ih", prefix + ".bias_ih", x);
        double[] recurrent = affine(prefix + ".weight_hh", prefix + ".bias_hh", state.getFirst());
        return switch (weights.shape().options().cell()) {
            case GRU -> List.of(gru(input, recurrent, state.getFirst()));
            case LSTM -> lstm(sum(input, recurrent), state.getLast());
            case RNN -> List.of(tanh(sum(input, recurrent)));
        };
    }

    private static double[] gru(double[] input, double[] recurrent, double[] h) {
        int n = h.length;
        double[] next = new double[n];
        for (int i = 0; i < n; i++) {
            double r = sigmoid(input[i] + recurrent[i]);
            double z = sigmoid(input[n + i] + recurrent[n + i]);
            double candidate = Math.tanh(input[2 * n + i] + r * recurrent[2 * n + i]);
            next[i] = (1 - z) * candidate + z * h[i];
        }
        return next;
    }

    private static List<double[]> lstm(double[] sums, double[] c) {
        int n = c.length;
        double[] cell = new double[n];
        double[] output = new double[n];
        for (int i = 0; i < n; i++) {
            cell[i] = sigmoid(sums[n + i]) * c[i] + sigmoid(sums[i]) * Math.tanh(sums[2 * n + i]);
            output[i] = sigmoid(sums[3 * n + i]) * Math.tanh(cell[i]);
        }
        return List.of(output, cell);
    }

    double[] affine(String weight, String bias, double[] x) {
        float[] b = weights.get(bias);
        double[] y = product(weight, x, b.length);
        Arrays.setAll(y, i -> y[i] + b[i]);
        return y;
    }

    double[] product(String weight, double[] x, int rows) {
        float[] matrix = weights.get(weight);
        double[] y = new double[rows];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < x.length; column++) {
                y[row] += matrix[row * x.length + column] * x[column];
            }
        }
        return y;
    }

    static double[] joined(double[] a, double[] b) {
        double[] whole = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, whole, a.length, b.length);
        return whole;
    }

    static double[] sum(double[] a, double[] b) {
        double[] sum = a.clone();
        Arrays.setAll(sum, i -> a[i] + b[i]);
        return sum;
    }

    static double dot(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
    }

    static double[] tanh(double[] x) {
        return Arrays.stream(x).map(Math::tanh).toArray();
    }

    static double[] softmax(double[] scores) {
        double highest = Arrays.stream(scores).max().orElseThrow();
        double total = Arrays.stream(scores).map(s -> Math.exp(s - highest)).sum();
        return Arrays.stream(scores).map(s -> Math.exp(s - highest) / total).toArray();
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }
}
