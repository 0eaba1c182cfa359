package io.dragoman.export.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;

/** Layers of one kind of cell; every layer above the first adds its input to its output. */
final class RecurrentStack {
    private final Cell cell;
    private final int states;
    private final List<List<String>> layers;
    private final Parameters parameters;

    /** @param layers prefixes of the cells of each layer, one a direction */
    RecurrentStack(CellKind kind, List<List<String>> layers, Parameters parameters) {
        this.cell = Cell.of(kind);
        this.states = kind.states();
        this.layers = List.copyOf(layers);
        this.parameters = parameters;
    }

    /**
     * @param outputs (batch, time, directions·hidden) of the top layer
     * @param states last ones, (directions, batch, hidden) each, layer by layer from the bottom, the output first
     */
    record Run(NDArray outputs, List<NDArray> states) {}

    /** Vectors carried from step to step. */
    int carried() {
        return states * layers.size();
    }

    /** @param first as {@link Run#states} */
    Run over(NDArray x, List<NDArray> first) {
        NDArray input = x;
        List<NDArray> last = new ArrayList<>();
        for (int layer = 0; layer < layers.size(); layer++) {
            List<String> cells = layers.get(layer);
            NDList weights = new NDList();
            cells.forEach(prefix -> weights.addAll(parameters.cell(prefix)));
            NDList run =
                    cell.run(input, first.subList(layer * states, (layer + 1) * states), weights, cells.size() == 2);
            last.addAll(run.subList(1, 1 + states));
            input = layer == 0 ? run.getFirst() : run.getFirst().add(input);
        }
        return new Run(input, last);
    }
}
