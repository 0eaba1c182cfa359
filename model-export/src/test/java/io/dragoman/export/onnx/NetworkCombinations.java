package io.dragoman.export.onnx;

import io.dragoman.export.network.AttentionKind;
import io.dragoman.export.network.CellKind;
import io.dragoman.export.network.EncoderDirection;
import io.dragoman.export.network.InitialState;
import io.dragoman.export.network.NetworkOptions;
import io.dragoman.export.network.NetworkShape;
import io.dragoman.export.network.NetworkWeights;
import io.dragoman.export.network.Tying;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Tiny networks of every kind that can be built, with random weights: biases too, so that none can be lost unseen. */
public final class NetworkCombinations {
    private static final int[][] LAYERS = {{1, 1}, {2, 2}, {1, 3}, {4, 1}};

    private static final List<Tying> TYINGS = List.of(Tying.values());

    private NetworkCombinations() {}

    /** All of one cell and attention: directions × initial states × tying × layers; those that are refused left out. */
    public static List<NetworkShape> of(
            int vocabulary,
            CellKind cell,
            AttentionKind attention,
            boolean feeding,
            boolean copying,
            boolean coverage) {
        List<NetworkShape> shapes = new ArrayList<>();
        for (EncoderDirection direction : EncoderDirection.values()) {
            for (InitialState initial : InitialState.values()) {
                for (Tying tying : Tying.values()) {
                    for (int[] layers : LAYERS) {
                        NetworkOptions options = new NetworkOptions(
                                cell, layers[0], layers[1], direction, attention, feeding, initial, tying, copying,
                                coverage);
                        shape(vocabulary, options).ifPresent(shapes::add);
                    }
                }
            }
        }
        return shapes;
    }

    private static Optional<NetworkShape> shape(int vocabulary, NetworkOptions options) {
        try {
            return Optional.of(
                    new NetworkShape(vocabulary, 6, 8 / options.direction().cells(), 8, options));
        } catch (IllegalArgumentException refused) {
            return Optional.empty();
        }
    }

    /**
     * Some of one cell and attention: every direction with every initial state, each with another tying and number of
     * layers, which the seed turns.
     */
    public static List<NetworkShape> someOf(
            int vocabulary,
            CellKind cell,
            AttentionKind attention,
            boolean feeding,
            boolean copying,
            boolean coverage,
            int seed) {
        List<NetworkShape> shapes = new ArrayList<>();
        int turn = seed;
        for (EncoderDirection direction : EncoderDirection.values()) {
            for (InitialState initial : InitialState.values()) {
                Tying tying = TYINGS.get(turn % TYINGS.size());
                int[] layers = LAYERS[turn % (initial == InitialState.LAST ? 2 : LAYERS.length)];
                turn++;
                NetworkOptions options = new NetworkOptions(
                        cell, layers[0], layers[1], direction, attention, feeding, initial, tying, copying, coverage);
                shape(vocabulary, options).ifPresent(shapes::add);
            }
        }
        return shapes;
    }

    public static NetworkWeights random(NetworkShape shape, long seed) {
        Random random = new Random(seed);
        Map<String, float[]> arrays = new LinkedHashMap<>();
        shape.arrays().forEach((name, dimensions) -> {
            int size = 1;
            for (long dimension : dimensions) {
                size *= (int) dimension;
            }
            float[] values = new float[size];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) (random.nextGaussian() * 0.4);
            }
            arrays.put(name, values);
        });
        return new NetworkWeights(shape, arrays);
    }
}
