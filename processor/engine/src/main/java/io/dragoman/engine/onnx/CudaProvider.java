package io.dragoman.engine.onnx;

import ai.onnxruntime.OrtEnvironment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** ONNX Runtime's library for CUDA: in onnxruntime_gpu's jar, or in the folder that property onnxruntime.native.path names instead. */
final class CudaProvider {
    private static final String NAME = System.mapLibraryName("onnxruntime_providers_cuda");

    private CudaProvider() {}

    /** Whether this build has it; nothing is unpacked or loaded. */
    static boolean present() {
        return present(System.getProperty("onnxruntime.native.path"), OrtEnvironment.class.getClassLoader());
    }

    static boolean present(@Nullable String folder, ClassLoader jars) {
        if (folder != null && Files.exists(Path.of(folder, NAME))) {
            return true;
        }
        return jars.getResource("ai/onnxruntime/native/linux-x64/" + NAME) != null
                || jars.getResource("ai/onnxruntime/native/win-x64/" + NAME) != null;
    }
}
