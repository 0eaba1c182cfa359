package io.dragoman.stream.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Instances that come and go under load, by signal and by kill, lose, double and reorder nothing, and one that leaves is not waited for. */
@Tag("proof")
@Execution(ExecutionMode.CONCURRENT)
class GroupProof {
    private static final String GROUP = "proof";
    private static final int RECORDS = 4_000;
    private static final int PER_SECOND = 150;

    @Test
    void sigtermUnderLoadEndsWithZeroAndTheNextInstanceTakesOverBeforeTheSessionTimeout(@TempDir Path directory)
            throws Exception {
        Map<String, String> longSession = Map.of("session.timeout.ms", "45000");
        try (ProofApplication application = new ProofApplication(directory);
                CrashHarness harness = new CrashHarness(directory);
                Tally tally = tally(harness);
                Feed feed = feed(harness, application)) {
            var one = application.instance("one", harness.bootstrapServers(), longSession, "");
            var two = application.instance("two", harness.bootstrapServers(), longSession, "");
            long stopped;
            long resumed;
            try (ChildJvm first = one.launch()) {
                CrashHarness.awaitOutput(tally, first, Map.of());
                CrashHarness.readFor(tally, Duration.ofSeconds(2));
                long signalled = System.nanoTime();
                assertThat(first.terminate(60))
                        .as("exit code; %s", first.tail())
                        .isZero();
                stopped = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - signalled);
            }
            assertThat(harness.members(GROUP)).as("members after the stop").isEmpty();
            var ends = CrashHarness.logEnds(harness.admin(), CrashHarness.OUTPUT);
            long launched = System.nanoTime();
            try (ChildJvm second = two.launch()) {
                CrashHarness.awaitOutput(tally, second, ends);
                resumed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - launched);
                int records = finish(feed, tally);
                assertThat(second.terminate(60))
                        .as("exit code; %s", second.tail())
                        .isZero();
                tally.readToEnd();
                System.out.printf(
                        "PROOF SIGTERM: exit code 0 after %d ms, group left, the next instance's output %d ms after its launch (session timeout 45 s); %s%n",
                        stopped, resumed, verdict(records, tally));
                nothingLostDoubledOrReordered(records, tally);
            }
            assertThat(resumed).as("ms to the next instance's output").isLessThan(30_000);
        }
    }

    @Test
    void partitionsThatMoveBetweenInstancesLoseDoubleAndReorderNothing(@TempDir Path directory) throws Exception {
        try (ProofApplication application = new ProofApplication(directory);
                CrashHarness harness = new CrashHarness(directory);
                Tally tally = tally(harness);
                Feed feed = feed(harness, application)) {
            var one = application.instance("one", harness.bootstrapServers(), Map.of(), "");
            var two = application.instance("two", harness.bootstrapServers(), Map.of(), "");
            ChildJvm first = one.launch();
            ChildJvm second = null;
            try {
                CrashHarness.awaitOutput(tally, first, Map.of());
                second = two.launch();
                awaitSharing(harness, tally);
                assertThat(first.terminate(60))
                        .as("exit code; %s", first.tail())
                        .isZero();
                first.close();
                CrashHarness.readFor(tally, Duration.ofSeconds(2));
                first = one.launch();
                awaitSharing(harness, tally);
                second.kill();
                second.close();
                second = two.launch();
                awaitSharing(harness, tally);
                int records = finish(feed, tally);
                assertThat(first.terminate(60))
                        .as("exit code; %s", first.tail())
                        .isZero();
                assertThat(second.terminate(60))
                        .as("exit code; %s", second.tail())
                        .isZero();
                tally.readToEnd();
                System.out.println("PROOF two instances: joined, left by SIGTERM, joined again, killed, joined again; "
                        + verdict(records, tally));
                nothingLostDoubledOrReordered(records, tally);
            } finally {
                first.close();
                if (second != null) {
                    second.close();
                }
            }
        }
    }

    private static Tally tally(CrashHarness harness) {
        return new Tally(harness.bootstrapServers(), CrashHarness.OUTPUT, CrashHarness.PARTITIONS);
    }

    private static Feed feed(CrashHarness harness, ProofApplication application) {
        return new Feed(
                harness.bootstrapServers(), CrashHarness.PARTITIONS, RECORDS, PER_SECOND, application::sentence);
    }

    /** Waits until two members hold two partitions each, and a little longer. */
    private static void awaitSharing(CrashHarness harness, Tally tally) {
        Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> {
            tally.read(Duration.ofMillis(50));
            var members = harness.members(GROUP);
            return members.size() == 2 && members.values().stream().allMatch(partitions -> partitions == 2);
        });
        CrashHarness.readFor(tally, Duration.ofSeconds(2));
    }

    private static int finish(Feed feed, Tally tally) throws InterruptedException {
        feed.hurry();
        int records = feed.await();
        tally.readAll(records, Duration.ofSeconds(30));
        return records;
    }

    private static String verdict(int records, Tally tally) {
        return "%d records: %d lost, %d doubled, %d out of order"
                .formatted(records, records - tally.distinct(), tally.doubled(), tally.outOfOrder());
    }

    private static void nothingLostDoubledOrReordered(int records, Tally tally) {
        assertThat(tally.distinct()).as("different records").isEqualTo(records);
        assertThat(tally.doubled()).as("doubled").isZero();
        assertThat(tally.outOfOrder()).as("out of order").isZero();
    }
}
