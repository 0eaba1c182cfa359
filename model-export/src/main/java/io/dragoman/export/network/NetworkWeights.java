package io.dragoman.export.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All weights of a network, row-major. The arrays are shared, not copied: whoever gets them must not change them.
 *
 * @param arrays exactly the names and sizes of {@link NetworkShape#arrays()}
 */
public record NetworkWeights(NetworkShape shape, Map<String, float[]> arrays) {

    public NetworkWeights {
        Map<String, float[]> ordered = new LinkedHashMap<>();
        for (Map.Entry<String, long[]> expected : shape.arrays().entrySet()) {
            float[] found = arrays.get(expected.getKey());
            long size = NetworkShape.elements(expected.getValue());
            if (found == null || found.length != size) {
                throw new IllegalArgumentException("weights of " + expected.getKey() + ": expected " + size
                        + " values, found " + (found == null ? "none" : found.length));
            }
            ordered.put(expected.getKey(), found);
        }
        if (arrays.size() != ordered.size()) {
            throw new IllegalArgumentException(
                    "unknown weights: expected " + ordered.keySet() + ", found " + arrays.keySet());
        }
        arrays = ordered;
    }

    public float[] get(String name) {
        float[] found = arrays.get(name);
        if (found == null) {
            throw new IllegalArgumentException("no weights named " + name + "; there are " + arrays.keySet());
        }
        return found;
    }

    /** Element-wise, so much of these weights and the rest of the other's (Wortsman et al. 2022). */
    public NetworkWeights blend(NetworkWeights other, double share) {
        Map<String, float[]> blended = new LinkedHashMap<>();
        arrays.forEach((name, values) -> {
            float[] rest = other.get(name);
            float[] mixed = new float[values.length];
            for (int i = 0; i < mixed.length; i++) {
                mixed[i] = (float) (share * values[i] + (1 - share) * rest[i]);
            }
            blended.put(name, mixed);
        });
        return new NetworkWeights(shape, blended);
    }

    /** Element-wise mean of several weights of one shape (checkpoint averaging). */
    public static NetworkWeights mean(List<NetworkWeights> all) {
        NetworkShape shape = all.getFirst().shape();
        Map<String, float[]> mean = new LinkedHashMap<>();
        for (String name : shape.arrays().keySet()) {
            float[] sum = new float[all.getFirst().get(name).length];
            for (int i = 0; i < sum.length; i++) {
                double total = 0;
                for (NetworkWeights weights : all) {
                    total += weights.get(name)[i];
                }
                sum[i] = (float) (total / all.size());
            }
            mean.put(name, sum);
        }
        return new NetworkWeights(shape, mean);
    }
}
