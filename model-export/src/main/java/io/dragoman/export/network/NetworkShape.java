package io.dragoman.export.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Sizes of an encoder-decoder network and what it is built of.
 *
 * @param vocabulary V, pieces
 * @param embedding E, also the width of the combined vector that meets the output layer
 * @param encoderHidden He, of each direction
 * @param decoderHidden H
 * @param options the default where a file of an older version names none
 */
public record NetworkShape(
        int vocabulary, int embedding, int encoderHidden, int decoderHidden, NetworkOptions options) {

    /** Floor of a probability in a network that copies, so that no logarithm is infinite. */
    public static final float LEAST_PROBABILITY = 1e-30f;

    public NetworkShape {
        options = options == null ? NetworkOptions.DEFAULT : options;
        List<String> problems = new ArrayList<>();
        if (vocabulary < 5 || embedding < 1 || encoderHidden < 1 || decoderHidden < 1) {
            problems.add("network sizes must be positive (vocabulary at least 5), found vocabulary "
                    + vocabulary + ", embedding " + embedding + ", encoder hidden " + encoderHidden
                    + ", decoder hidden "
                    + decoderHidden);
        }
        problems.addAll(options.problems(encoderHidden, decoderHidden));
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    public NetworkShape(int vocabulary, int embedding, int encoderHidden, int decoderHidden) {
        this(vocabulary, embedding, encoderHidden, decoderHidden, NetworkOptions.DEFAULT);
    }

    /** The same network for another vocabulary. */
    public NetworkShape withVocabulary(int pieces) {
        return new NetworkShape(pieces, embedding, encoderHidden, decoderHidden, options);
    }

    /** Name and dimensions of every array, row-major, in a fixed order. */
    public Map<String, long[]> arrays() {
        return new NetworkArrays(this).dimensions();
    }

    /** Width of an encoder output: directions times He. */
    public int encoderWidth() {
        return options.direction().cells() * encoderHidden;
    }

    /** Width of what a decoder step reads beside the token's embedding. */
    public int fedWidth() {
        if (options.contextFed()) {
            return encoderWidth();
        }
        return options.inputFeeding() ? embedding : 0;
    }

    /**
     * 1/√H, the factor of every attention score that is a product (query·key). Without it, scores of a trained network
     * reached several hundred: a soft-max so steep that the rounding of one float product moved logits by more than
     * 1e-4.
     */
    public float attentionScale() {
        return (float) (1 / Math.sqrt(decoderHidden));
    }

    /** Number of trained values. */
    public long parameters() {
        return arrays().values().stream().mapToLong(NetworkShape::elements).sum();
    }

    /** One line for a person. */
    public String describe() {
        return "%s encoder (%d layer%s of %d, %s), %s decoder (%d layer%s of %d), attention %s%s%s%s, initial state %s, embeddings of %d tied %s, vocabulary %d"
                .formatted(
                        options.cell().name(),
                        options.encoderLayers(),
                        options.encoderLayers() == 1 ? "" : "s",
                        encoderHidden,
                        options.direction(),
                        options.cell().name(),
                        options.decoderLayers(),
                        options.decoderLayers() == 1 ? "" : "s",
                        decoderHidden,
                        options.attention(),
                        options.inputFeeding() ? " with input feeding" : "",
                        options.copying() ? ", copying" : "",
                        options.coverageAttention() ? ", coverage" : "",
                        options.initialState(),
                        embedding,
                        options.tying(),
                        vocabulary);
    }

    static long elements(long[] dimensions) {
        long product = 1;
        for (long d : dimensions) {
            product *= d;
        }
        return product;
    }
}
