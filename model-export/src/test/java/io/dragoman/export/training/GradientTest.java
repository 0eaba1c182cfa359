package io.dragoman.export.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.dragoman.export.network.Dropout;
import io.dragoman.export.network.NetworkShape;
import io.dragoman.export.network.Seq2SeqNetwork;
import io.dragoman.export.network.WeightInitializer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GradientTest {
    private static final List<EncodedPair> BATCH = List.of(
            new EncodedPair(new int[] {4, 5, 6, 2}, new int[] {6, 5}),
            new EncodedPair(new int[] {7, 8, 9, 2}, new int[] {9, 8, 7, 5}));

    /** The tensor library reads numbers out of Java's memory in the backward pass: they must still be there. */
    @Test
    void aGarbageCollectionBeforeTheBackwardPassChangesNoGradient() {
        NetworkShape shape = new NetworkShape(12, 6, 5, 7);
        Map<String, float[]> undisturbed = gradients(shape, false);
        for (int i = 0; i < 10; i++) {
            Map<String, float[]> disturbed = gradients(shape, true);
            undisturbed.forEach(
                    (name, expected) -> assertThat(disturbed.get(name)).as(name).containsExactly(expected));
        }
    }

    private static Map<String, float[]> gradients(NetworkShape shape, boolean collect) {
        Map<String, float[]> gradients = new LinkedHashMap<>();
        try (Seq2SeqNetwork network = new Seq2SeqNetwork(WeightInitializer.initialize(shape, 1));
                NDManager scope = network.manager().newSubManager();
                GradientCollector collector = Engine.getInstance().newGradientCollector()) {
            NDArray loss =
                    new TargetLoss(network, 1, 2).of(scope, BATCH, Dropout.NONE, new TargetLoss.Objective(0.1f, 0));
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
