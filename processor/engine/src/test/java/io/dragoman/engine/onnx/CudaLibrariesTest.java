package io.dragoman.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CudaLibrariesTest {
    @Test
    void namesThoseThatAreInNoFolder(@TempDir Path folder) throws Exception {
        assertThat(CudaLibraries.missing(Set.of(folder.toString(), "/nowhere")))
                .contains("libcublasLt.so.12", "libcudnn.so.9", "libcuda.so.1");
        Files.createFile(folder.resolve("libcublasLt.so.12"));
        assertThat(CudaLibraries.missing(Set.of(folder.toString(), "/nowhere")))
                .doesNotContain("libcublasLt.so.12")
                .contains("libcudnn.so.9");
    }
}
