package io.dragoman.export.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.dragoman.export.network.AttentionKind;
import io.dragoman.export.network.CellKind;
import io.dragoman.export.network.Dropout;
import io.dragoman.export.network.EncoderDirection;
import io.dragoman.export.network.InitialState;
import io.dragoman.export.network.NetworkOptions;
import io.dragoman.export.network.NetworkShape;
import io.dragoman.export.network.NetworkWeights;
import io.dragoman.export.network.Seq2SeqNetwork;
import io.dragoman.export.network.Tying;
import io.dragoman.export.network.WeightInitializer;
import io.dragoman.export.onnx.NetworkCombinations;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GradientTest {
    private static final float NUDGE = 0.02f;
    private static final TargetLoss.Objective OBJECTIVE = new TargetLoss.Objective(0.1f, 0.5f);
    private static final List<EncodedPair> BATCH = List.of(
            new EncodedPair(new int[] {4, 5, 6, 2}, new int[] {6, 5}),
            new EncodedPair(new int[] {7, 8, 9, 2}, new int[] {9, 8, 7, 5}));

    /** The tensor library reads numbers out of Java's memory in the backward pass: they must still be there. */
    @Test
    void aGarbageCollectionBeforeTheBackwardPassChangesNoGradient() {
        for (NetworkShape shape : List.of(new NetworkShape(12, 6, 5, 7), covering(AttentionKind.LUONG_CONCAT, true))) {
            NetworkWeights weights = WeightInitializer.initialize(shape, 1);
            Map<String, float[]> undisturbed = gradients(weights, false);
            for (int i = 0; i < 10; i++) {
                Map<String, float[]> disturbed = gradients(weights, true);
                undisturbed.forEach((name, expected) ->
                        assertThat(disturbed.get(name)).as(name).containsExactly(expected));
            }
        }
    }

    /** A step's shares are in the scores of all later ones, and so is what moves them. */
    @ParameterizedTest(name = "attention {0}, copying {1}")
    @CsvSource({"LUONG_DOT, false", "LUONG_CONCAT, false", "BAHDANAU, false", "LUONG_GENERAL, true"})
    void gradientsOfCoverageAreTheSlopesOfTheLoss(AttentionKind attention, boolean copying) {
        NetworkWeights weights = NetworkCombinations.random(covering(attention, copying), 4);
        weights.arrays().values().forEach(GradientTest::doubled); // shares far from equal
        Map<String, float[]> gradients = gradients(weights, false);
        for (String array : List.of(copying ? "copy.coverage" : "attention.coverage", "encoder.forward.bias_ih")) {
            float[] values = weights.get(array);
            float[] gradient = Objects.requireNonNull(gradients.get(array));
            float steepest = 0;
            for (int i = 0; i < values.length; i++) {
                double slope = slope(weights, values, i);
                assertThat((double) gradient[i]).as("%s %d", array, i).isCloseTo(slope, within(1e-4));
                steepest = Math.max(steepest, Math.abs(gradient[i]));
            }
            assertThat(steepest).as(array).isGreaterThan(0.002f);
        }
    }

    private static void doubled(float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] *= 2;
        }
    }

    private static double slope(NetworkWeights weights, float[] values, int i) {
        float before = values[i];
        values[i] = before + NUDGE;
        double above = loss(weights);
        values[i] = before - NUDGE;
        double below = loss(weights);
        values[i] = before;
        return (above - below) / (2 * NUDGE);
    }

    private static NetworkShape covering(AttentionKind attention, boolean copying) {
        NetworkOptions options = new NetworkOptions(
                CellKind.GRU,
                1,
                1,
                EncoderDirection.BIDIRECTIONAL,
                attention,
                false,
                InitialState.BRIDGE,
                Tying.THREE_WAY,
                copying,
                true);
        return new NetworkShape(12, 6, 4, 8, options);
    }

    private static double loss(NetworkWeights weights) {
        try (Seq2SeqNetwork network = new Seq2SeqNetwork(weights);
                NDManager scope = network.manager().newSubManager()) {
            return new TargetLoss(network, 1, 2)
                    .of(scope, BATCH, Dropout.NONE, OBJECTIVE)
                    .getFloat();
        }
    }

    private static Map<String, float[]> gradients(NetworkWeights weights, boolean collect) {
        Map<String, float[]> gradients = new LinkedHashMap<>();
        try (Seq2SeqNetwork network = new Seq2SeqNetwork(weights);
                NDManager scope = network.manager().newSubManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray loss = new TargetLoss(network, 1, 2).of(scope, BATCH, Dropout.NONE, OBJECTIVE);
            if (collect) {
                System.gc();
            }
            collector.backward(loss);
            network.parameters().forEach((name, parameter) -> {
                NDArray gradient = parameter.getGradient();
                gradient.attach(scope);
                gradients.put(name, gradient.toFloatArray());
            });
        }
        return gradients;
    }
}
