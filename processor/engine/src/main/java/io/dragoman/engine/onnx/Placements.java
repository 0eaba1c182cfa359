package io.dragoman.engine.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.dragoman.engine.model.Device;
import io.dragoman.engine.model.ModelException;
import io.dragoman.engine.model.Placement;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks ONNX Runtime once, before any graph is loaded, whether the wanted device can be used. */
final class Placements {
    private static final Logger LOG = LoggerFactory.getLogger(Placements.class);

    private Placements() {}

    /** @throws ModelException if CUDA is asked for and cannot be used; the message names the library that is missing */
    static Placement of(Device wanted) {
        if (wanted.kind() == Device.Kind.CPU) {
            return Placement.on(Device.CPU);
        }
        Environment.get(); // before anything else of ONNX Runtime
        if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
            return withoutCuda(wanted, "this ONNX Runtime build knows the CPU only", null);
        }
        try (SessionOptions options = new SessionOptions()) {
            options.addCUDA(wanted.index());
            return Placement.on(new Device(Device.Kind.CUDA, wanted.index()));
        } catch (OrtException e) {
            List<String> missing = CudaLibraries.missing();
            String libraries = missing.isEmpty() ? "" : "; not on this machine: " + String.join(", ", missing);
            return withoutCuda(wanted, "CUDA does not start: " + e.getMessage() + libraries, e);
        }
    }

    private static Placement withoutCuda(
            Device wanted, String found, @org.jspecify.annotations.Nullable OrtException cause) {
        if (wanted.kind() == Device.Kind.CUDA) {
            throw new ModelException(
                    "device %s was asked for; found: %s; expected onnxruntime_gpu on the class path and CUDA 12 with cuDNN 9 on the machine; choose device cpu or auto, or install them"
                            .formatted(wanted, found),
                    cause);
        }
        if (cause == null) {
            return Placement.on(Device.CPU); // a build for CPUs gives nothing up
        }
        LOG.warn("NO GPU: device auto falls back to the CPU. {}", found);
        return new Placement(Device.CPU, Optional.of(found));
    }
}
