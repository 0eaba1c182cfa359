package io.dragoman.export.training;

import io.dragoman.export.network.NetworkShape;
import io.dragoman.export.onnx.GraphCost;
import io.dragoman.export.onnx.RnnStepGraphs;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Costs of several networks' graphs, measured in turns so that what else the machine does falls on all of them alike. */
final class GraphCosts {
    private static final int ROUNDS = 31;
    private static final int WARM_UP = 5;
    private static final int MANY = 32;

    private GraphCosts() {}

    /** Medians over the rounds. */
    static List<NetworkRow> measured(
            List<NetworkRow> rows, List<NetworkShape> shapes, Function<NetworkShape, Checkpoint> weights) {
        List<GraphCost> graphs = new ArrayList<>();
        try {
            shapes.forEach(shape -> graphs.add(
                    new GraphCost(RnnStepGraphs.of(weights.apply(shape).weights()), shape.vocabulary())));
            double[][] single = new double[graphs.size()][ROUNDS];
            double[][] many = new double[graphs.size()][ROUNDS];
            for (int round = -WARM_UP; round < ROUNDS; round++) {
                for (int i = 0; i < graphs.size(); i++) {
                    double one = graphs.get(i).nanosPerToken(1);
                    double several = graphs.get(i).nanosPerToken(MANY);
                    if (round >= 0) {
                        single[i][round] = one;
                        many[i][round] = several;
                    }
                }
            }
            List<NetworkRow> measured = new ArrayList<>();
            for (int i = 0; i < rows.size(); i++) {
                measured.add(rows.get(i).withGraphs(median(single[i]), median(many[i])));
            }
            return measured;
        } finally {
            graphs.forEach(GraphCost::close);
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
