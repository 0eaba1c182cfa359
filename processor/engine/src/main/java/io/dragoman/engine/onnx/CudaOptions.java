package io.dragoman.engine.onnx;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import io.dragoman.engine.model.GpuMemory;
import java.util.Map;
import java.util.TreeMap;

/** What ONNX Runtime's CUDA provider is told, by its own names. */
final class CudaOptions {
    private CudaOptions() {}

    static Map<String, String> of(GpuMemory memory) {
        Map<String, String> options = new TreeMap<>();
        options.put(
                "arena_extend_strategy",
                switch (memory.growth()) {
                    case AS_REQUESTED -> "kSameAsRequested";
                    case DOUBLING -> "kNextPowerOfTwo";
                });
        if (memory.limitMebibytes() > 0) {
            options.put("gpu_mem_limit", Long.toString((long) memory.limitMebibytes() << 20));
        }
        return options;
    }

    static void add(SessionOptions session, int device, GpuMemory memory) throws OrtException {
        try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(device)) {
            for (Map.Entry<String, String> option : of(memory).entrySet()) {
                cuda.add(option.getKey(), option.getValue());
            }
            session.addCUDA(cuda);
        }
    }
}
