package io.dragoman.stream.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Memory of the whole process as Linux counts it: the heap is the smaller part, ONNX Runtime's arenas are outside. */
public final class NativeMemory {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final int KIBIBYTE = 1024;

    private NativeMemory() {}

    static void bindTo(MeterRegistry registry) {
        if (Files.isReadable(STATUS)) {
            Gauge.builder("dragoman.process.resident", NativeMemory::residentBytes)
                    .description("Resident memory of the process, native memory included")
                    .baseUnit("bytes")
                    .register(registry);
        }
    }

    /** Resident memory of this process, bytes; not a number where the system does not tell. */
    public static double residentBytes() {
        try {
            for (String line : Files.readAllLines(STATUS)) {
                if (line.startsWith("VmRSS:")) {
                    return Double.parseDouble(line.replaceAll("\\D", "")) * KIBIBYTE;
                }
            }
        } catch (IOException e) {
            return Double.NaN; // the gauge says that it does not know
        }
        return Double.NaN;
    }
}
