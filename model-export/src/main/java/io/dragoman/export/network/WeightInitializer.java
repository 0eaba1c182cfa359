package io.dragoman.export.network;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * First weights, a function of (shape, seed): vocabulary tables N(0, 1/√E), orthogonal recurrent matrices a gate,
 * Xavier uniform elsewhere, zero vectors but 1 for an LSTM's forget gate (Jozefowicz et al. 2015): a network that reads
 * its coverage begins as the one that does not.
 */
public final class WeightInitializer {
    private static final Set<String> VOCABULARY_TABLES = Set.of("embedding", "source_embedding", "output.weight");

    private WeightInitializer() {}

    public static NetworkWeights initialize(NetworkShape shape, long seed) {
        Random random = new Random(seed);
        Map<String, float[]> arrays = new LinkedHashMap<>();
        shape.arrays().forEach((name, dimensions) -> arrays.put(name, array(shape, name, dimensions, random)));
        return new NetworkWeights(shape, arrays);
    }

    private static float[] array(NetworkShape shape, String name, long[] dimensions, Random random) {
        float[] values = new float[(int) NetworkShape.elements(dimensions)];
        int gates = shape.options().cell().gates();
        if (dimensions.length == 1) {
            if (shape.options().cell() == CellKind.LSTM && name.endsWith("bias_ih")) {
                int hidden = values.length / gates;
                Arrays.fill(values, hidden, 2 * hidden, 1);
            }
            return values;
        }
        int rows = (int) dimensions[0];
        int columns = (int) dimensions[1];
        if (VOCABULARY_TABLES.contains(name)) {
            fillNormal(values, 1 / Math.sqrt(columns), random);
        } else if (name.endsWith("weight_hh")) {
            for (int gate = 0; gate < gates; gate++) {
                System.arraycopy(orthogonal(columns, random), 0, values, gate * columns * columns, columns * columns);
            }
        } else {
            int fanOut = name.endsWith("weight_ih") ? rows / gates : rows;
            double bound = Math.sqrt(6.0 / (fanOut + columns));
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
            }
        }
        return values;
    }

    private static void fillNormal(float[] values, double deviation, Random random) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (random.nextGaussian() * deviation);
        }
    }

    /** Modified Gram-Schmidt on the rows of a normal matrix. */
    private static float[] orthogonal(int n, Random random) {
        double[][] rows = new double[n][n];
        for (double[] row : rows) {
            Arrays.setAll(row, i -> random.nextGaussian());
        }
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                double dot = dot(rows[i], rows[j]);
                for (int k = 0; k < n; k++) {
                    rows[i][k] -= dot * rows[j][k];
                }
            }
            double norm = Math.sqrt(dot(rows[i], rows[i]));
            for (int k = 0; k < n; k++) {
                rows[i][k] /= norm;
            }
        }
        float[] flat = new float[n * n];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = (float) rows[i / n][i % n];
        }
        return flat;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
