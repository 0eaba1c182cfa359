package io.dragoman.engine.bundle;

import java.util.List;

/** One ONNX file of a bundle and the tensors that go in and out of it. */
public record GraphSpec(String file, List<TensorSpec> inputs, List<TensorSpec> outputs) {
    public GraphSpec {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }
}
