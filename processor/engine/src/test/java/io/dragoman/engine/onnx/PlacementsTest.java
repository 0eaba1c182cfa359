package io.dragoman.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dragoman.engine.model.Device;
import io.dragoman.engine.model.ModelException;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A build with CUDA's provider, of which the file's name is all that is looked at, on a machine without CUDA; each in a process of its own. */
@EnabledOnOs(OS.LINUX)
class PlacementsTest {
    @TempDir
    private Path jars;

    @BeforeEach
    void addProvider() throws Exception {
        Path natives = Files.createDirectories(jars.resolve("ai/onnxruntime/native/linux-x64"));
        Files.createFile(natives.resolve("libonnxruntime_providers_cuda.so"));
    }

    @Test
    void cudaIsRefusedByNameOfTheLibrariesBeforeAnyIsUnpacked() throws Exception {
        Assumptions.assumeFalse(CudaLibraries.missing().isEmpty(), "this machine has CUDA");
        assertThat(place("cuda:0"))
                .contains("refused: device cuda:0 was asked for; found: not on this machine: ")
                .contains(CudaLibraries.missing())
                .contains("native libraries: none");
    }

    @Test
    void autoFallsBackAndSaysWhyBeforeAnyIsUnpacked() throws Exception {
        Assumptions.assumeFalse(CudaLibraries.missing().isEmpty(), "this machine has CUDA");
        assertThat(place("auto"))
                .contains("used=cpu", "fallback=Optional[not on this machine: ")
                .contains("NO GPU: device auto falls back to the CPU")
                .contains("native libraries: none");
    }

    @Test
    void aRefusalCanComeBeforeAllElse() {
        assertThatCode(() -> Placements.refuseEarly(Device.CPU)).doesNotThrowAnyException();
        assertThatCode(() -> Placements.refuseEarly(Device.AUTO)).doesNotThrowAnyException();
        Assumptions.assumeFalse(CudaProvider.present(), "this build has CUDA's provider");
        assertThatThrownBy(() -> Placements.refuseEarly(Device.CUDA))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("this ONNX Runtime build knows the CPU only");
    }

    @Test
    void theProviderIsFoundInJarsAndInTheFolderOfLibraries() throws Exception {
        try (URLClassLoader with = new URLClassLoader(new URL[] {jars.toUri().toURL()}, null);
                URLClassLoader without = new URLClassLoader(new URL[0], null)) {
            Path natives = jars.resolve("ai/onnxruntime/native/linux-x64");
            assertThat(CudaProvider.present(null, with)).isTrue();
            assertThat(CudaProvider.present(natives.toString(), without)).isTrue();
            assertThat(CudaProvider.present(jars.toString(), without)).isFalse();
            assertThat(CudaProvider.present(null, without)).isFalse();
        }
    }

    private String place(String device) throws Exception {
        String tests = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        tests + File.pathSeparator + jars,
                        PlacementMain.class.getName(),
                        device))
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
