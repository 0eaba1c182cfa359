package io.dragoman.engine.bundle;

import java.util.List;
import java.util.Objects;

/** One ONNX file of a bundle and the tensors that go in and out of it. */
public record GraphSpec(String file, List<TensorSpec> inputs, List<TensorSpec> outputs) {
    public GraphSpec {
        Objects.requireNonNull(file, "found no \"file\"");
        inputs = List.copyOf(Objects.requireNonNull(inputs, "found no \"inputs\""));
        outputs = List.copyOf(Objects.requireNonNull(outputs, "found no \"outputs\""));
    }
}
