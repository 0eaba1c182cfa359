package io.dragoman.engine.onnx;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The shared libraries that ONNX Runtime's CUDA provider for Linux is linked against, and the driver's. Looks where the dynamic linker looks
 * (ld.so(8)): LD_LIBRARY_PATH, the cache that ldconfig writes, the configured folders and the default ones.
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

    private static final Path CACHE = Path.of("/etc/ld.so.cache");

    private CudaLibraries() {}

    /** Whether the names here are those of this operating system: elsewhere only CUDA itself can tell what it misses. */
    static boolean known() {
        return System.getProperty("os.name").equals("Linux");
    }

    /** Those that are nowhere to be found, in the order in which they are needed. */
    static List<String> missing() {
        String path = System.getenv("LD_LIBRARY_PATH");
        Set<String> folders = new LinkedHashSet<>();
        if (path != null) {
            folders.addAll(List.of(path.split(File.pathSeparator)));
        }
        String beside = System.getProperty("onnxruntime.native.path");
        if (beside != null) {
            folders.add(beside);
        }
        folders.addAll(configured(Path.of("/etc/ld.so.conf.d")));
        folders.addAll(DEFAULTS);
        return missing(folders, CACHE);
    }

    static List<String> missing(Set<String> folders, Path cache) {
        Set<String> cached = cached(cache);
        return NEEDED.stream()
                .filter(library -> !cached.contains(library))
                .filter(library -> folders.stream()
                        .noneMatch(folder -> Files.exists(Path.of(folder).resolve(library))))
                .toList();
    }

    /** Names of the libraries in ldconfig's cache that exist: its strings end in zeros, those of paths begin with a slash. */
    private static Set<String> cached(Path cache) {
        Set<String> names = new HashSet<>();
        try {
            for (String text : new String(Files.readAllBytes(cache), StandardCharsets.ISO_8859_1).split("\0")) {
                int name = text.lastIndexOf('/') + 1;
                if (text.startsWith("/") && NEEDED.contains(text.substring(name)) && Files.exists(Path.of(text))) {
                    names.add(text.substring(name));
                }
            }
        } catch (IOException e) {
            return names; // no ldconfig, no cache
        }
        return names;
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
