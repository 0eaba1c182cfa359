package io.dragoman.export.onnx;

import io.dragoman.export.network.NetworkOptions;
import io.dragoman.export.network.NetworkShape;
import java.util.ArrayList;
import java.util.List;

/**
 * The state tensors of a decoder step, in the order of the network's state: a single one is {@code state}, several are
 * {@code state.0}, {@code state.1}, … A step gives each back as {@code next_…}; the encoder gives the first as {@code
 * initial_…}.
 *
 * @param dimensions of each, {@code batch} first
 */
record StepNames(List<String> states, List<String[]> dimensions) {

    static StepNames of(NetworkShape shape) {
        NetworkOptions options = shape.options();
        List<String[]> dimensions = new ArrayList<>();
        for (int i = 0; i < options.decoderLayers() * options.cell().states(); i++) {
            dimensions.add(new String[] {"batch", Integer.toString(shape.decoderHidden())});
        }
        if (options.inputFeeding()) {
            dimensions.add(new String[] {"batch", Integer.toString(shape.embedding())});
        }
        List<String> states = new ArrayList<>();
        for (int i = 0; i < dimensions.size(); i++) {
            states.add(dimensions.size() == 1 ? "state" : "state." + i);
        }
        return new StepNames(states, dimensions);
    }

    String next(int state) {
        return "next_" + states.get(state);
    }

    String initial(int state) {
        return "initial_" + states.get(state);
    }
}
