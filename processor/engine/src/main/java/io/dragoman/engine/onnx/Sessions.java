package io.dragoman.engine.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.dragoman.engine.model.Device;
import io.dragoman.engine.model.GpuMemory;
import io.dragoman.engine.model.ModelException;
import java.nio.file.Path;

/** Creates sessions on a device that is known to work. */
final class Sessions {
    private final Device device;
    private final GpuMemory memory;
    private final int intraOpThreads;

    Sessions(Device device, GpuMemory memory, int intraOpThreads) {
        this.device = device;
        this.memory = memory;
        this.intraOpThreads = intraOpThreads;
    }

    OrtSession open(Path graph) {
        return open(graph.toString(), (environment, options) -> environment.createSession(graph.toString(), options));
    }

    /** @param name for messages */
    OrtSession open(String name, byte[] graph) {
        return open(name, (environment, options) -> environment.createSession(graph, options));
    }

    private interface Opening {
        OrtSession open(OrtEnvironment environment, SessionOptions options) throws OrtException;
    }

    private OrtSession open(String name, Opening opening) {
        OrtEnvironment environment = Environment.get(); // before anything else of ONNX Runtime
        try (SessionOptions options = new SessionOptions()) {
            options.setIntraOpNumThreads(intraOpThreads);
            options.setInterOpNumThreads(1);
            options.setMemoryPatternOptimization(false); // shapes change with every batch
            if (device.kind() == Device.Kind.CUDA) {
                CudaOptions.add(options, device.index(), memory);
            }
            return opening.open(environment, options);
        } catch (OrtException e) {
            throw new ModelException(
                    "graph %s: ONNX Runtime cannot load it (%s); expected an ONNX file of opset 17 or lower; export the model again"
                            .formatted(name, e.getMessage()),
                    e);
        }
    }
}
