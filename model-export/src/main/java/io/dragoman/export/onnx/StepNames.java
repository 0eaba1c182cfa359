package io.dragoman.export.onnx;

import io.dragoman.export.network.NetworkOptions;
import io.dragoman.export.network.NetworkShape;
import java.util.ArrayList;
import java.util.List;

/**
 * The state tensors of a decoder step, in the order of the network's state: those of the cells, with input feeding the
 * combined vector, and where attention reads it the coverage, as wide as the sources are long. A single one is {@code
 * state}, several are {@code state.0}, {@code state.1}, … A step gives each back as {@code next_…}; the encoder gives
 * the first as {@code initial_…}.
 *
 * @param dimensions of each, {@code batch} first
 * @param cells how many are the cells'
 */
record StepNames(List<String> states, List<String[]> dimensions, int cells) {

    static StepNames of(NetworkShape shape) {
        NetworkOptions options = shape.options();
        List<String[]> dimensions = new ArrayList<>();
        int cells = options.decoderLayers() * options.cell().states();
        for (int i = 0; i < cells; i++) {
            dimensions.add(new String[] {"batch", Integer.toString(shape.decoderHidden())});
        }
        if (options.inputFeeding()) {
            dimensions.add(new String[] {"batch", Integer.toString(shape.embedding())});
        }
        if (options.coverageAttention()) {
            dimensions.add(new String[] {"batch", "source_length"});
        }
        List<String> states = new ArrayList<>();
        for (int i = 0; i < dimensions.size(); i++) {
            states.add(dimensions.size() == 1 ? "state" : "state." + i);
        }
        return new StepNames(states, dimensions, cells);
    }

    /** Place of the combined vector, with input feeding. */
    int combined() {
        return cells;
    }

    /** Place of the coverage, where attention reads it. */
    int coverage() {
        return states.size() - 1;
    }

    String next(int state) {
        return "next_" + states.get(state);
    }

    String initial(int state) {
        return "initial_" + states.get(state);
    }
}
