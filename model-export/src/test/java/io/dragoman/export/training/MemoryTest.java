package io.dragoman.export.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.dragoman.export.network.NetworkShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What training needs is known before it begins, and does not grow. */
class MemoryTest {
    /** How far the estimate may be from the peak, either way. */
    private static final double FACTOR = 1.5;
    /** MiB by which the resident memory of the second half of 10 epochs may exceed that of the first. */
    private static final long GROWTH = 24;

    @TempDir
    Path folder;

    @Test
    void aRunThatTheMachineCannotHoldIsRefusedWithWhatToDo() {
        EncodedPair pair = new EncodedPair(new int[40], new int[39]);
        MemoryEstimate estimate =
                MemoryEstimate.of(new NetworkShape(32_000, 512, 512, 512), List.of(Collections.nCopies(1000, pair)));
        assertThat(estimate.batchMib()).isGreaterThan(20_000);
        assertThatCode(() -> estimate.requireWithin(estimate.totalMib())).doesNotThrowAnyException();
        assertThatThrownBy(() -> estimate.requireWithin(4096))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("found 4,096 MiB of memory")
                .hasMessageContaining("1000 rows of 40 source and up to 40 target tokens")
                .hasMessageContaining("smaller --batch-tokens");
    }

    @Test
    void theDearestBatchIsTheOneThatCounts() {
        List<EncodedPair> small = List.of(new EncodedPair(new int[3], new int[2]));
        List<EncodedPair> large = Collections.nCopies(9, new EncodedPair(new int[7], new int[5]));
        NetworkShape shape = new NetworkShape(300, 8, 8, 16);
        MemoryEstimate estimate = MemoryEstimate.of(shape, List.of(small, large, small));
        assertThat(estimate.rows()).isEqualTo(9);
        assertThat(estimate.sourceTokens()).isEqualTo(7);
        assertThat(estimate.targetTokens()).isEqualTo(6);
        assertThat(MemoryEstimate.of(shape, List.of(large)).batchMib()).isEqualTo(estimate.batchMib());
    }

    /** The control: the estimate of an eighth of the batch is not near. */
    @Tag("proof")
    @ParameterizedTest
    @CsvSource({
        "8000, LUONG_GENERAL, 4000, 20",
        "2000, LUONG_CONCAT, 4000, 40",
        "2000, LUONG_CONCAT+coverage, 4000, 40",
        "6000, BAHDANAU, 3000, 30"
    })
    void theEstimateIsNearThePeak(int vocabulary, String attention, int batchTokens, int tokens) throws Exception {
        List<String> lines = probe("whole", vocabulary, attention, batchTokens, tokens, 2, 1, false);
        long estimate = numbers(lines, "estimate").getFirst();
        long peak = numbers(lines, "peak").getFirst();
        System.out.printf("PROOF training memory, %s: estimate %d MiB, peak %d MiB%n", attention, estimate, peak);
        assertThat((double) peak / estimate).isBetween(1 / FACTOR, FACTOR);
        List<String> eighth = probe("eighth", vocabulary, attention, batchTokens / 8, tokens, 1, 1, false);
        assertThat((double) peak / numbers(eighth, "estimate").getFirst()).isGreaterThan(FACTOR);
    }

    /** The control: an array an update that nobody closes breaks the bound. */
    @Tag("proof")
    @Test
    void residentMemoryDoesNotGrowOverEpochs() throws Exception {
        long growth = growth(probe("closed", 2000, "LUONG_GENERAL", 400, 20, 30, 10, false));
        long leaking = growth(probe("leaking", 2000, "LUONG_GENERAL", 400, 20, 30, 10, true));
        System.out.printf("PROOF resident memory over 10 epochs: %+d MiB, with a leak %+d MiB%n", growth, leaking);
        assertThat(growth).isLessThanOrEqualTo(GROWTH);
        assertThat(leaking).isGreaterThan(GROWTH);
    }

    private static long growth(List<String> lines) {
        List<Long> resident = numbers(lines, "resident");
        assertThat(resident).hasSize(10);
        return Collections.max(resident.subList(5, 10)) - Collections.max(resident.subList(0, 5));
    }

    private static List<Long> numbers(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.startsWith(name + " "))
                .map(line -> Long.parseLong(line.substring(name.length() + 1)))
                .toList();
    }

    /** A heap of one size, touched at once, so that what moves is native. */
    private List<String> probe(
            String name,
            int vocabulary,
            String attention,
            int batchTokens,
            int tokens,
            int batches,
            int epochs,
            boolean leaks)
            throws IOException, InterruptedException {
        assumeTrue(Files.exists(Path.of("/proc/self/status")), "no /proc to read memory from");
        Path log = folder.resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xms128m",
                        "-Xmx128m",
                        "-XX:+AlwaysPreTouch",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.dragoman.export.training.TrainingProbe",
                        folder.resolve(name).toString(),
                        Integer.toString(vocabulary),
                        attention,
                        Integer.toString(batchTokens),
                        Integer.toString(tokens),
                        Integer.toString(batches),
                        Integer.toString(epochs),
                        Boolean.toString(leaks))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("OMP_NUM_THREADS", "1");
        Process process = builder.start();
        try {
            assertThat(process.waitFor(10, TimeUnit.MINUTES))
                    .as("the training ends")
                    .isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
        List<String> lines = Files.readAllLines(log);
        assertThat(process.exitValue()).as(String.join("\n", lines)).isZero();
        return lines;
    }
}
