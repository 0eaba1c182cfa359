package io.dragoman.engine.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.dragoman.engine.model.Device;
import io.dragoman.engine.model.ModelException;
import io.dragoman.engine.model.Placement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides once, before any graph is loaded, whether the wanted device can be used. What files can tell comes first: ONNX Runtime unpacks
 * 580 MB before it finds that a library of CUDA is missing.
 */
final class Placements {
    private static final Logger LOG = LoggerFactory.getLogger(Placements.class);

    private Placements() {}

    /** @throws ModelException if CUDA is asked for and cannot be used; the message names the library that is missing */
    static Placement of(Device wanted) {
        if (wanted.kind() == Device.Kind.CPU) {
            return Placement.on(Device.CPU);
        }
        if (!CudaProvider.present()) {
            return cpuBuild(wanted);
        }
        List<String> missing = missing();
        if (!missing.isEmpty()) {
            return withoutCuda(wanted, "not on this machine: " + String.join(", ", missing), null);
        }
        Environment.get(); // before anything else of ONNX Runtime
        if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
            return cpuBuild(wanted);
        }
        try (SessionOptions options = new SessionOptions()) {
            options.addCUDA(wanted.index());
            return Placement.on(new Device(Device.Kind.CUDA, wanted.index()));
        } catch (OrtException e) {
            return withoutCuda(wanted, "CUDA does not start: " + e.getMessage(), e);
        }
    }

    /**
     * What files tell of {@link #of}, without its warnings: a fraction of a second, no library loaded.
     *
     * @throws ModelException if CUDA is asked for and there is no provider, or a library that it needs is missing
     */
    static void refuseEarly(Device wanted) {
        if (wanted.kind() == Device.Kind.CUDA
                && (!CudaProvider.present() || !missing().isEmpty())) {
            of(wanted);
        }
    }

    private static List<String> missing() {
        return CudaLibraries.known() ? CudaLibraries.missing() : List.of();
    }

    /** A build for CPUs gives nothing up, so that auto has nothing to warn of. */
    private static Placement cpuBuild(Device wanted) {
        if (wanted.kind() == Device.Kind.CUDA) {
            throw refusal(wanted, "this ONNX Runtime build knows the CPU only", null);
        }
        return Placement.on(Device.CPU);
    }

    private static Placement withoutCuda(Device wanted, String found, @Nullable OrtException cause) {
        if (wanted.kind() == Device.Kind.CUDA) {
            throw refusal(wanted, found, cause);
        }
        LOG.warn("NO GPU: device auto falls back to the CPU. {}", found);
        return Placement.withoutGpu(found);
    }

    private static ModelException refusal(Device wanted, String found, @Nullable OrtException cause) {
        return new ModelException(
                "device %s was asked for; found: %s; expected onnxruntime_gpu on the class path and CUDA 12 with cuDNN 9 where the dynamic linker looks (LD_LIBRARY_PATH, ld.so.cache); choose device cpu or auto, or install them"
                        .formatted(wanted, found),
                cause);
    }
}
