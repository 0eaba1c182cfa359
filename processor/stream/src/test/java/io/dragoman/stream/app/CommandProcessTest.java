package io.dragoman.stream.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.dragoman.stream.embedded.EmbeddedBroker;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What only a process of its own shows: its streams and its exit code. */
class CommandProcessTest {
    private static final String BUNDLE = Monitored.bundle("tiny-reversal").toString();
    private static final int MANY = 1_000_000;

    @Test
    void whoReadsNoMoreEndsTheGenerating() throws Exception {
        Process process = ShippedCommand.of("generate", "--bundle", BUNDLE).start();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            Thread.ofVirtual().start(() -> endlessly(process.getOutputStream()));
            assertThat(lines.readLine()).isNotNull();
        }

        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("has ended").isTrue();
        assertThat(process.exitValue()).isEqualTo(1);
        assertThat(ShippedCommand.error(process)).contains("error: standard output could not be written");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void whatAFullDiskDoesNotTakeIsAFailure() throws Exception {
        Process process = ShippedCommand.of("config", "--explain")
                .redirectOutput(new File("/dev/full"))
                .start();

        assertThat(ShippedCommand.error(process)).contains("error: standard output could not be written");
        assertThat(process.waitFor()).isEqualTo(1);
    }

    @Test
    void optionsThatNoLineCanBeGeneratedWithAreAFailure() throws Exception {
        Process process = ShippedCommand.of("generate", "--bundle", BUNDLE, "--beam-size", "0")
                .start();
        try (OutputStream lines = process.getOutputStream()) {
            lines.write("a b\n".getBytes(StandardCharsets.UTF_8));
        }

        assertThat(ShippedCommand.error(process)).contains("INVALID_OPTIONS: found beamSize 0, expected 1 to");
        assertThat(process.waitFor()).isEqualTo(1);
    }

    @Test
    void aBatchThatWasStoppedBeforeItBeganIsNotDone(@TempDir Path folder) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start()) {
            Path file = Monitored.write(folder, broker.bootstrapServers(), 0);
            ProcessBuilder command = ShippedCommand.of("batch", "--config", file.toString());
            command.environment().put("DRAGOMAN_SCHEMA_REGISTRY_URL", "http://127.0.0.1:1");
            Process process = command.start();
            try (BufferedReader log = process.errorReader(StandardCharsets.UTF_8)) {
                String line = log.readLine();
                while (line != null && !line.contains("registry does not answer yet")) {
                    line = log.readLine();
                }
                assertThat(line).as("waits for the registry").isNotNull();
                process.toHandle().destroy(); // SIGTERM
                assertThat(log.lines().toList()).anyMatch(said -> said.contains("Stopped before it began"));
            }
            assertThat(process.waitFor()).isEqualTo(1);
        }
    }

    @Test
    void aMissingFileIsNamedAsWhatItIs() {
        Monitored.Run run = Monitored.run("bench", "--bundle", BUNDLE, "--data", "no-such-file");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.error()).contains("error: found no-such-file, expected a file that is there", "NoSuchFile");
    }

    private static void endlessly(OutputStream lines) {
        byte[] line = "a b c\n".getBytes(StandardCharsets.UTF_8);
        try (lines) {
            for (int i = 0; i < MANY; i++) {
                lines.write(line);
            }
        } catch (IOException e) {
            // The process has ended, as it should.
        }
    }
}
