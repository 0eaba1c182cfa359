package io.dragoman.stream.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * kill -9 under exactly_once_v2 loses, doubles and reorders nothing. How soon output resumes (aim: 4 s in the median, on a quiet machine) is
 * printed and not asserted, for it says more about the machine than about the code; the harness waits 90 s at most.
 */
@Tag("proof")
@Isolated("it measures")
class CrashProof {

    private static final int KILLS = Integer.getInteger("proof.kills", 20);
    private static final int RECORDS = 10_000;

    @Test
    void killsUnderExactlyOnceLoseDoubleAndReorderNothing(@TempDir Path directory) throws Exception {
        try (ProofApplication application = new ProofApplication(directory);
                CrashHarness harness = new CrashHarness(directory)) {
            var launcher = application.instance("one", harness.bootstrapServers(), Map.of(), "");
            var verdict = harness.run(launcher, KILLS, RECORDS, 150, application::sentence);
            System.out.println("PROOF crash, exactly once: " + verdict + "; load average " + load());
            SoftAssertions.assertSoftly(softly -> {
                softly.assertThat(verdict.kills()).isGreaterThanOrEqualTo(KILLS);
                softly.assertThat(verdict.records()).isGreaterThanOrEqualTo(RECORDS);
                softly.assertThat(verdict.lost()).as("lost").isZero();
                softly.assertThat(verdict.doubled()).as("doubled").isZero();
                softly.assertThat(verdict.outOfOrder()).as("out of order").isZero();
                softly.assertThat(verdict.deadLetters()).as("dead letters").isZero();
            });
        }
    }

    @Test
    void killsUnderAtLeastOnceLoseNothing(@TempDir Path directory) throws Exception {
        try (ProofApplication application = new ProofApplication(directory);
                CrashHarness harness = new CrashHarness(directory)) {
            var launcher = application.instance(
                    "one", harness.bootstrapServers(), Map.of("processing.guarantee", "at_least_once"), "");
            var verdict = harness.run(launcher, 3, 2_000, 150, application::sentence);
            System.out.println("PROOF crash, at least once: " + verdict);
            assertThat(verdict.lost()).as("lost").isZero();
            assertThat(verdict.deadLetters()).as("dead letters").isZero();
        }
    }

    @Test
    void theHarnessReportsWhatABufferingProcessorLoses(@TempDir Path directory) throws Exception {
        try (CrashHarness harness = new CrashHarness(directory)) {
            var verdict = harness.run(() -> control(directory, harness, 3_000), 3, 2_000, 150, n -> new byte[40]);
            System.out.println("PROOF negative control, buffer of 3 s: " + verdict);
            assertThat(verdict.lost()).as("lost").isPositive();
        }
    }

    @Test
    void theHarnessReportsNothingWhereNothingIsBuffered(@TempDir Path directory) throws Exception {
        try (CrashHarness harness = new CrashHarness(directory)) {
            var verdict = harness.run(() -> control(directory, harness, 0), 3, 2_000, 150, n -> new byte[40]);
            System.out.println("PROOF positive control, no buffer: " + verdict);
            assertThat(verdict.lost()).as("lost").isZero();
            assertThat(verdict.doubled()).as("doubled").isZero();
            assertThat(verdict.outOfOrder()).as("out of order").isZero();
        }
    }

    /** How busy the machine was meanwhile: the times mean little without it. */
    private static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static ChildJvm control(Path directory, CrashHarness harness, int lingerMillis) {
        return ChildJvm.start(
                directory.resolve("control.log"),
                List.of("-Xmx256m"),
                ControlMain.class.getName(),
                List.of(
                        harness.bootstrapServers(),
                        "control",
                        directory.resolve("state").toString(),
                        Integer.toString(lingerMillis)));
    }
}
