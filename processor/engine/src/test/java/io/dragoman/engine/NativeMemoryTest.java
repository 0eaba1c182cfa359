package io.dragoman.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("proof")
class NativeMemoryTest {
    private static final Path STATUS = Path.of("/proc/self/status");

    @Test
    void twoHundredLoadAndCloseCyclesKeepTheResidentSetFlat() throws IOException {
        assumeThat(STATUS).exists();
        cycles(50);
        long before = residentKilobytes();
        cycles(200);
        long grown = residentKilobytes() - before;
        System.out.printf("PROOF native memory: resident set after 200 cycles: %+d kB from %d kB%n", grown, before);
        assertThat(grown).isLessThan(32 * 1024);
    }

    private static void cycles(int count) {
        for (int cycle = 0; cycle < count; cycle++) {
            try (Seq2SeqEngine engine = Seq2SeqEngine.load(TinyBundle.folder(), EngineOptions.defaults())) {
                engine.generate(List.of(new GenerationRequest("a b c")));
            }
        }
        System.gc();
    }

    private static long residentKilobytes() throws IOException {
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
