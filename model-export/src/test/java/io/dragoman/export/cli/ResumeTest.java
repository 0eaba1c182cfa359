package io.dragoman.export.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dragoman.export.network.NetworkWeights;
import io.dragoman.export.training.Checkpoint.Position;
import io.dragoman.export.training.RunFolder;
import io.dragoman.export.training.RunFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as a person runs it, killed with signal 9 in its epochs, ends with the weights it would have had. */
class ResumeTest {
    private static final String[] WORDS = {"mer", "ciel", "jour", "bleu", "vert", "chat", "nuit", "pain"};
    private static final int[] KILLED_FROM_STEP = {15, 60, 95};
    private static final int CHECKPOINT_STEPS = 5;

    @TempDir
    Path folder;

    @Test
    void killedThreeTimesTheRunEndsWithTheVeryWeightsOfOneThatWasNot() throws Exception {
        writeData();
        Path whole = folder.resolve("whole");
        assertThat(end(start(whole))).as(log()).isZero();

        Path killed = folder.resolve("killed");
        List<Position> deaths = new ArrayList<>();
        for (int step : KILLED_FROM_STEP) {
            Process process = start(killed);
            try {
                await().atMost(Duration.ofMinutes(2))
                        .pollInterval(Duration.ofMillis(2))
                        .until(() -> {
                            assertThat(process.isAlive()).as(log()).isTrue();
                            return newestStep(killed) >= step;
                        });
            } finally {
                process.destroyForcibly();
            }
            assertThat(end(process)).isEqualTo(128 + 9);
            deaths.add(RunFolders.position(killed));
        }
        assertThat(deaths)
                .as("died inside epochs")
                .allSatisfy(p -> assertThat(p.batch()).isPositive());
        assertThat(end(start(killed))).as(log()).isZero();

        for (String kind : List.of("newest checkpoint", "each epoch")) {
            List<NetworkWeights> expected = weights(whole, kind);
            List<NetworkWeights> found = weights(killed, kind);
            assertThat(found).as(kind).hasSameSizeAs(expected);
            for (int i = 0; i < expected.size(); i++) {
                NetworkWeights resumed = found.get(i);
                expected.get(i)
                        .arrays()
                        .forEach((name, values) -> assertThat(resumed.get(name))
                                .as("%s: %s", kind, name)
                                .containsExactly(values));
            }
        }
        assertThat(losses(killed)).isEqualTo(losses(whole));
    }

    private static List<NetworkWeights> weights(Path run, String kind) {
        RunFolder opened = new RunFolder(run);
        return kind.startsWith("newest") ? List.of(opened.newest().weights()) : opened.lastEpochs(3);
    }

    /** Epoch, step, learning rate, losses and scores; speed and minutes are another process's. */
    private static List<String> losses(Path run) throws IOException {
        return Files.readAllLines(run.resolve("metrics.csv")).stream()
                .map(line -> line.split(","))
                .map(columns -> String.join(",", List.of(columns).subList(0, 7)))
                .toList();
    }

    private static int newestStep(Path run) throws IOException {
        Path checkpoints = run.resolve("checkpoints");
        if (!Files.isDirectory(checkpoints)) {
            return 0;
        }
        try (var files = Files.list(checkpoints)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".ckpt"))
                    .mapToInt(name -> Integer.parseInt(name.replaceAll("\\D", "")))
                    .max()
                    .orElse(0);
        }
    }

    private Process start(Path run) throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.awt.headless=true",
                "-cp",
                classPath,
                ModelExport.class.getName(),
                "train"));
        command.addAll(List.of("--train", folder.resolve("train.tsv").toString()));
        command.addAll(List.of("--dev", folder.resolve("dev.tsv").toString(), "--run", run.toString()));
        command.addAll(List.of("--epochs", "3", "--batch-tokens", "60", "--patience", "3", "--duplicates", "keep"));
        command.addAll(List.of("--checkpoint-steps", Integer.toString(CHECKPOINT_STEPS), "--vocabulary", "290"));
        command.addAll(List.of("--embedding", "24", "--encoder-hidden", "16", "--decoder-hidden", "32"));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("log.txt").toFile()))
                .start();
    }

    private static int end(Process process) throws InterruptedException {
        assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
        return process.exitValue();
    }

    private String log() {
        try {
            Path file = folder.resolve("log.txt");
            return Files.exists(file) ? Files.readString(file) : "no log";
        } catch (IOException e) {
            return e.toString();
        }
    }

    private void writeData() throws IOException {
        Random random = new Random(6);
        Files.write(folder.resolve("train.tsv"), lines(random, 400));
        Files.write(folder.resolve("dev.tsv"), lines(random, 20));
    }

    private static List<String> lines(Random random, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> IntStream.range(0, 2 + random.nextInt(4))
                        .mapToObj(w -> WORDS[random.nextInt(WORDS.length)])
                        .collect(Collectors.joining(" ")))
                .map(text -> text + "\t" + text)
                .toList();
    }
}
