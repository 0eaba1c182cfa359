package io.dragoman.engine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dragoman.engine.model.GpuMemory;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The names are those of ONNX Runtime's "CUDA Execution Provider", configuration options. */
class CudaOptionsTest {
    @Test
    void memoryIsToldInBytesByTheProvidersNames() {
        assertThat(CudaOptions.of(new GpuMemory(3072, GpuMemory.Growth.DOUBLING)))
                .isEqualTo(Map.of("gpu_mem_limit", "3221225472", "arena_extend_strategy", "kNextPowerOfTwo"));
    }

    @Test
    void withoutALimitTheProviderIsToldNone() {
        assertThat(CudaOptions.of(GpuMemory.DEFAULT)).isEqualTo(Map.of("arena_extend_strategy", "kSameAsRequested"));
        assertThatThrownBy(() -> new GpuMemory(-1, GpuMemory.Growth.DOUBLING)).hasMessageContaining("found a limit");
    }
}
