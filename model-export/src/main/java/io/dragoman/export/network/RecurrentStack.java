package io.dragoman.export.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
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

    /** weight_ih, weight_hh, bias_ih, bias_hh of each cell, layer by layer: what all steps of a batch use. */
    List<NDList> weights(Dropout dropout, NDManager step) {
        List<NDList> weights = new ArrayList<>();
        for (List<String> cells : layers) {
            NDList layer = new NDList();
            for (String prefix : cells) {
                NDList cell = parameters.cell(prefix);
                layer.addAll(cell);
                layer.set(layer.size() - 3, dropout.ofRecurrent(cell.get(1), step));
            }
            weights.add(layer);
        }
        return weights;
    }

    /**
     * @param first as {@link Run#states}
     * @param weights as {@link #weights}
     */
    Run over(NDArray x, List<NDArray> first, List<NDList> weights, Dropout dropout) {
        NDArray input = x;
        List<NDArray> last = new ArrayList<>();
        for (int layer = 0; layer < layers.size(); layer++) {
            boolean both = layers.get(layer).size() == 2;
            NDArray below = layer == 0 ? input : dropout.ofLayer(input);
            NDList run = cell.run(below, first.subList(layer * states, (layer + 1) * states), weights.get(layer), both);
            last.addAll(run.subList(1, 1 + states));
            input = layer == 0 ? run.getFirst() : run.getFirst().add(below);
        }
        return new Run(input, last);
    }
}
