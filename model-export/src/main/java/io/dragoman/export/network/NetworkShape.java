package io.dragoman.export.network;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Sizes of the network: a bidirectional GRU encoder and a GRU decoder with Luong's general attention over one
 * embedding tied three ways (source, target, output).
 *
 * @param vocabulary V, pieces
 * @param embedding E, also the width of the combined vector that meets the tied output
 * @param encoderHidden He, of each direction
 * @param decoderHidden H
 */
public record NetworkShape(int vocabulary, int embedding, int encoderHidden, int decoderHidden) {

    public NetworkShape {
        if (vocabulary < 5 || embedding < 1 || encoderHidden < 1 || decoderHidden < 1) {
            throw new IllegalArgumentException(
                    "network sizes must be positive (vocabulary at least 5), found vocabulary "
                            + vocabulary + ", embedding " + embedding + ", encoder hidden " + encoderHidden
                            + ", decoder hidden "
                            + decoderHidden);
        }
    }

    /** Name and dimensions of every array, row-major, in a fixed order. GRU gates are stacked r, z, n. */
    public Map<String, long[]> arrays() {
        Map<String, long[]> arrays = new LinkedHashMap<>();
        arrays.put("embedding", new long[] {vocabulary, embedding});
        gru(arrays, "encoder.forward", embedding, encoderHidden);
        gru(arrays, "encoder.backward", embedding, encoderHidden);
        arrays.put("bridge.weight", new long[] {decoderHidden, 2L * encoderHidden});
        arrays.put("bridge.bias", new long[] {decoderHidden});
        gru(arrays, "decoder", embedding, decoderHidden);
        arrays.put("attention.weight", new long[] {decoderHidden, 2L * encoderHidden});
        arrays.put("combine.weight", new long[] {embedding, (long) decoderHidden + 2L * encoderHidden});
        arrays.put("combine.bias", new long[] {embedding});
        arrays.put("output.bias", new long[] {vocabulary});
        return arrays;
    }

    /**
     * 1/√H, the factor of every attention score (query·key). Without it, scores of a trained network reached several
     * hundred: a soft-max so steep that the rounding of one float product moved logits by more than 1e-4.
     */
    public float attentionScale() {
        return (float) (1 / Math.sqrt(decoderHidden));
    }

    /** Number of trained values. */
    public long parameters() {
        return arrays().values().stream().mapToLong(NetworkShape::elements).sum();
    }

    static long elements(long[] dimensions) {
        long product = 1;
        for (long d : dimensions) {
            product *= d;
        }
        return product;
    }

    private static void gru(Map<String, long[]> arrays, String prefix, long input, long hidden) {
        arrays.put(prefix + ".weight_ih", new long[] {3 * hidden, input});
        arrays.put(prefix + ".weight_hh", new long[] {3 * hidden, hidden});
        arrays.put(prefix + ".bias_ih", new long[] {3 * hidden});
        arrays.put(prefix + ".bias_hh", new long[] {3 * hidden});
    }
}
