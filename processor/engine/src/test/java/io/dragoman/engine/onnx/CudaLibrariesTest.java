package io.dragoman.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CudaLibrariesTest {
    @Test
    void namesThoseThatAreInNoFolder(@TempDir Path folder) throws Exception {
        Path cache = folder.resolve("absent");
        assertThat(CudaLibraries.missing(Set.of(folder.toString(), "/nowhere"), cache))
                .contains("libcublasLt.so.12", "libcudnn.so.9", "libcuda.so.1");
        Files.createFile(folder.resolve("libcublasLt.so.12"));
        assertThat(CudaLibraries.missing(Set.of(folder.toString(), "/nowhere"), cache))
                .doesNotContain("libcublasLt.so.12")
                .contains("libcudnn.so.9");
    }

    @Test
    void findsThoseInTheLinkersCacheUnlessTheFileIsGone(@TempDir Path folder) throws Exception {
        Path there = Files.createFile(folder.resolve("libcudnn.so.9"));
        Path gone = folder.resolve("libcuda.so.1");
        Path cache = Files.writeString(
                folder.resolve("cache"),
                "glibc-ld.so.cache1.1\1\2\0libcudnn.so.9\0" + there + "\0libcuda.so.1\0" + gone + "\0",
                StandardCharsets.ISO_8859_1);
        assertThat(CudaLibraries.missing(Set.of("/nowhere"), cache))
                .doesNotContain("libcudnn.so.9")
                .contains("libcuda.so.1", "libcudart.so.12");
    }
}
