package io.dragoman.export.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/** The live arrays of a network by name, in the order of its shape; they belong to the manager. */
final class Parameters {
    private final Map<String, NDArray> arrays = new LinkedHashMap<>();

    Parameters(NDManager manager, NetworkWeights weights) {
        weights.shape().arrays().forEach((name, dimensions) -> {
            NDArray parameter = manager.create(weights.get(name), new Shape(dimensions));
            parameter.setRequiresGradient(true);
            arrays.put(name, parameter);
        });
    }

    NDArray get(String name) {
        NDArray parameter = arrays.get(name);
        if (parameter == null) {
            throw new IllegalArgumentException("no parameter " + name);
        }
        return parameter;
    }

    /** weight_ih, weight_hh, bias_ih, bias_hh of a cell. */
    NDList cell(String prefix) {
        return new NDList(
                get(prefix + ".weight_ih"),
                get(prefix + ".weight_hh"),
                get(prefix + ".bias_ih"),
                get(prefix + ".bias_hh"));
    }

    Map<String, NDArray> all() {
        return arrays;
    }
}
