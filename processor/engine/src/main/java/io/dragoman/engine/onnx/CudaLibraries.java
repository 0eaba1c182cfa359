package io.dragoman.engine.onnx;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The shared libraries that ONNX Runtime's CUDA provider is linked against, and the driver's. ONNX Runtime says on standard error which one it
 * misses, but not in its exception; so this looks where the dynamic linker looks (ld.so(8)), for the message only.
 */
final class CudaLibraries {
    private static final List<String> NEEDED = List.of(
            "libcuda.so.1",
            "libcudart.so.12",
            "libcublasLt.so.12",
            "libcublas.so.12",
            "libcurand.so.10",
            "libcufft.so.11",
            "libcudnn.so.9");
    private static final List<String> DEFAULTS = List.of(
            "/lib/x86_64-linux-gnu",
            "/usr/lib/x86_64-linux-gnu",
            "/lib64",
            "/usr/lib64",
            "/lib",
            "/usr/lib",
            "/usr/local/cuda/lib64",
            "/usr/local/nvidia/lib64");

    private CudaLibraries() {}

    /** Those that are nowhere to be found, in the order in which they are needed. */
    static List<String> missing() {
        String path = System.getenv("LD_LIBRARY_PATH");
        Set<String> folders = new LinkedHashSet<>();
        if (path != null) {
            folders.addAll(List.of(path.split(File.pathSeparator)));
        }
        folders.addAll(configured(Path.of("/etc/ld.so.conf.d")));
        folders.addAll(DEFAULTS);
        return missing(folders);
    }

    static List<String> missing(Set<String> folders) {
        return NEEDED.stream()
                .filter(library -> folders.stream()
                        .noneMatch(folder -> Files.exists(Path.of(folder).resolve(library))))
                .toList();
    }

    private static List<String> configured(Path folder) {
        List<String> folders = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.readAllLines(file).stream()
                        .map(String::strip)
                        .filter(line -> line.startsWith("/"))
                        .forEach(folders::add);
            }
        } catch (IOException e) {
            return folders; // a machine without that folder has the defaults
        }
        return folders;
    }
}
