package io.dragoman.engine.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.dragoman.engine.model.Device;
import io.dragoman.engine.model.ModelException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates sessions on the wanted device. */
final class Sessions {
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    private final Device device;
    private final int intraOpThreads;

    Sessions(Device device, int intraOpThreads) {
        this.device = device;
        this.intraOpThreads = intraOpThreads;
    }

    OrtSession open(Path graph) {
        OrtEnvironment environment = Environment.get(); // before anything else of ONNX Runtime
        try (SessionOptions options = new SessionOptions()) {
            options.setIntraOpNumThreads(intraOpThreads);
            options.setInterOpNumThreads(1);
            options.setMemoryPatternOptimization(false); // shapes change with every batch
            if (device != Device.CPU) {
                addCuda(options);
            }
            return environment.createSession(graph.toString(), options);
        } catch (OrtException e) {
            throw new ModelException(
                    "graph %s: ONNX Runtime cannot load it (%s); expected an ONNX file of opset 17 or lower; export the model again"
                            .formatted(graph, e.getMessage()),
                    e);
        }
    }

    private void addCuda(SessionOptions options) {
        boolean built = OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
        if (!built) {
            refuse("this ONNX Runtime build knows the CPU only", null);
            return;
        }
        try {
            options.addCUDA();
        } catch (OrtException e) {
            refuse("CUDA does not start: " + e.getMessage(), e);
        }
    }

    private void refuse(String found, @org.jspecify.annotations.Nullable Exception cause) {
        if (device == Device.CUDA) {
            throw new ModelException(
                    "device cuda was asked for; found: %s; expected onnxruntime_gpu on the class path and CUDA 12 with cuDNN 9 on the machine; choose device cpu or auto, or install them"
                            .formatted(found),
                    cause);
        }
        if (cause != null) {
            LOG.warn("device auto falls back to the CPU: {}", found);
        }
    }
}
