package io.dragoman.export.onnx;

import io.dragoman.export.network.NetworkShape;
import io.dragoman.export.network.NetworkWeights;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The network's forward pass in plain double loops, one sentence at a time, straight from its formulas. */
public final class PlainNetwork implements ReferenceDecoder {
    private final NetworkWeights weights;
    private final NetworkShape shape;
    private final int bos;
    private final int eos;

    public PlainNetwork(NetworkWeights weights, int bos, int eos) {
        this.weights = weights;
        this.shape = weights.shape();
        this.bos = bos;
        this.eos = eos;
    }

    @Override
    public List<int[]> greedy(List<int[]> sources, int maxSteps) {
        return sources.stream().map(source -> greedy(source, maxSteps)).toList();
    }

    private int[] greedy(int[] source, int maxSteps) {
        double[][] encoded = encode(source);
        double[] state = initialState(encoded);
        int[] ids = new int[maxSteps];
        int token = bos;
        for (int t = 0; t < maxSteps; t++) {
            state = gru("decoder", embed(token), state);
            double[] logits = logits(encoded, state);
            token = IntStream.range(0, logits.length)
                    .reduce((a, b) -> logits[b] > logits[a] ? b : a)
                    .orElseThrow();
            if (token == eos) {
                return Arrays.copyOf(ids, t);
            }
            ids[t] = token;
        }
        return ids;
    }

    @Override
    public float[][] forcedLogits(int[] source, int[] target) {
        double[][] encoded = encode(source);
        double[] state = initialState(encoded);
        float[][] rows = new float[target.length + 1][];
        for (int t = 0; t <= target.length; t++) {
            state = gru("decoder", embed(t == 0 ? bos : target[t - 1]), state);
            double[] logits = logits(encoded, state);
            float[] row = new float[logits.length];
            for (int i = 0; i < row.length; i++) {
                row[i] = (float) logits[i];
            }
            rows[t] = row;
        }
        return rows;
    }

    /** (source length, 2He) */
    private double[][] encode(int[] source) {
        int he = shape.encoderHidden();
        double[][] states = new double[source.length][2 * he];
        double[] forward = new double[he];
        for (int i = 0; i < source.length; i++) {
            forward = gru("encoder.forward", embed(source[i]), forward);
            System.arraycopy(forward, 0, states[i], 0, he);
        }
        double[] backward = new double[he];
        for (int i = source.length - 1; i >= 0; i--) {
            backward = gru("encoder.backward", embed(source[i]), backward);
            System.arraycopy(backward, 0, states[i], he, he);
        }
        return states;
    }

    private double[] initialState(double[][] encoded) {
        int he = shape.encoderHidden();
        double[] ends = new double[2 * he];
        System.arraycopy(encoded[encoded.length - 1], 0, ends, 0, he);
        System.arraycopy(encoded[0], he, ends, he, he);
        return tanh(affine("bridge.weight", "bridge.bias", ends));
    }

    private double[] embed(int id) {
        float[] table = weights.get("embedding");
        double[] row = new double[shape.embedding()];
        Arrays.setAll(row, i -> table[id * row.length + i] * Math.sqrt(row.length));
        return row;
    }

    private double[] gru(String name, double[] x, double[] h) {
        double[] input = affine(name + ".weight_ih", name + ".bias_ih", x);
        double[] recurrent = affine(name + ".weight_hh", name + ".bias_hh", h);
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

    private double[] logits(double[][] encoded, double[] state) {
        double[] scores = new double[encoded.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = dot(product(weights.get("attention.weight"), encoded[i], state.length), state)
                    / Math.sqrt(state.length);
        }
        double highest = Arrays.stream(scores).max().orElseThrow();
        double total = Arrays.stream(scores).map(s -> Math.exp(s - highest)).sum();
        double[] joined = Arrays.copyOf(state, state.length + 2 * shape.encoderHidden());
        for (int i = 0; i < scores.length; i++) {
            double share = Math.exp(scores[i] - highest) / total;
            for (int j = 0; j < encoded[i].length; j++) {
                joined[state.length + j] += share * encoded[i][j];
            }
        }
        double[] combined = tanh(affine("combine.weight", "combine.bias", joined));
        return affine("embedding", "output.bias", combined);
    }

    private double[] affine(String weight, String bias, double[] x) {
        float[] b = weights.get(bias);
        double[] y = product(weights.get(weight), x, b.length);
        Arrays.setAll(y, i -> y[i] + b[i]);
        return y;
    }

    private static double[] product(float[] matrix, double[] x, int rows) {
        double[] y = new double[rows];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < x.length; column++) {
                y[row] += matrix[row * x.length + column] * x[column];
            }
        }
        return y;
    }

    private static double dot(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double[] tanh(double[] x) {
        return Arrays.stream(x).map(Math::tanh).toArray();
    }
}
