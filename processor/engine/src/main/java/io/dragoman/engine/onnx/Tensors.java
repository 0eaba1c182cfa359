package io.dragoman.engine.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.HashMap;
import java.util.Map;

/** Named tensors over direct buffers for one run; closed together. Confined to one thread. */
final class Tensors implements AutoCloseable {
    private final OrtEnvironment environment = Environment.get();
    private final Map<String, OnnxTensor> tensors = new HashMap<>();

    Tensors put(String name, FloatBuffer values, long... shape) throws OrtException {
        tensors.put(name, OnnxTensor.createTensor(environment, values, shape));
        return this;
    }

    Tensors put(String name, DoubleBuffer values, long... shape) throws OrtException {
        tensors.put(name, OnnxTensor.createTensor(environment, values, shape));
        return this;
    }

    Tensors put(String name, LongBuffer values, long... shape) throws OrtException {
        tensors.put(name, OnnxTensor.createTensor(environment, values, shape));
        return this;
    }

    Tensors put(String name, IntBuffer values, long... shape) throws OrtException {
        tensors.put(name, OnnxTensor.createTensor(environment, values, shape));
        return this;
    }

    /** @throws OrtException where a run gave no tensor of that name */
    static OnnxTensor of(OrtSession.Result result, String name) throws OrtException {
        if (result.get(name).orElse(null) instanceof OnnxTensor tensor) {
            return tensor;
        }
        throw new OrtException("found no output " + name);
    }

    Map<String, OnnxTensor> map() {
        return tensors;
    }

    @Override
    public void close() {
        tensors.values().forEach(OnnxTensor::close);
    }
}
