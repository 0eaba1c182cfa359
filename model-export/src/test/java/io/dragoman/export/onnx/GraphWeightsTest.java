package io.dragoman.export.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.dragoman.export.network.AttentionKind;
import io.dragoman.export.network.CellKind;
import io.dragoman.export.network.NetworkShape;
import io.dragoman.export.network.NetworkWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Weights survive the way into graphs and back, for every network that is offered. */
class GraphWeightsTest {
    private static final int VOCABULARY = 11;

    static Stream<Arguments> cellsAndAttentions() {
        List<Arguments> all = new ArrayList<>();
        for (CellKind cell : CellKind.values()) {
            for (AttentionKind attention : AttentionKind.values()) {
                all.add(Arguments.of(cell, attention));
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("cellsAndAttentions")
    void graphsMadeOfTheWeightsReadBackAreTheSame(CellKind cell, AttentionKind attention) {
        List<NetworkShape> shapes = new ArrayList<>();
        for (boolean copying : new boolean[] {false, true}) {
            for (boolean coverage : new boolean[] {false, true}) {
                shapes.addAll(NetworkCombinations.of(VOCABULARY, cell, attention, false, copying, coverage));
                shapes.addAll(NetworkCombinations.of(VOCABULARY, cell, attention, true, copying, coverage));
            }
        }
        assertThat(shapes).isNotEmpty();
        for (NetworkShape shape : shapes) {
            NetworkWeights weights = NetworkCombinations.random(shape, 3);

            NetworkWeights read = GraphWeights.read(RnnStepGraphs.of(weights), shape);

            weights.arrays().forEach((name, expected) -> assertClose(shape, weights, read, name, expected));
        }
    }

    /** A graph may hold the sum of a cell's two biases: then the sum is what survives. */
    private static void assertClose(
            NetworkShape shape, NetworkWeights weights, NetworkWeights read, String name, float[] expected) {
        float[] found = read.get(name);
        float[] wanted = expected;
        if (name.endsWith(".bias_ih") || name.endsWith(".bias_hh")) {
            String prefix = name.substring(0, name.length() - "_ih".length());
            found = Matrices.sum(read.get(prefix + "_ih"), read.get(prefix + "_hh"));
            wanted = Matrices.sum(weights.get(prefix + "_ih"), weights.get(prefix + "_hh"));
        }
        for (int i = 0; i < wanted.length; i++) {
            assertThat(found[i]).as("%s of %s", name, shape.describe()).isCloseTo(wanted[i], withinPercentage(1e-4));
        }
    }

    @Test
    void graphsOfAnotherShapeAreRefusedByTheNameOfTheConstant() {
        NetworkShape shape = new NetworkShape(VOCABULARY, 6, 4, 8);
        RnnStepGraphs graphs = RnnStepGraphs.of(NetworkCombinations.random(shape, 3));

        assertThatThrownBy(() -> GraphWeights.read(graphs, new NetworkShape(VOCABULARY, 6, 4, 10)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("graphs: expected 180 values of decoder.input, found 144");
    }
}
