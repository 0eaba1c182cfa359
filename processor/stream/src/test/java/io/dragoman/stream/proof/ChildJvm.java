package io.dragoman.stream.proof;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A Java process with this test's class path; its output goes to a file. Killed at the latest with this JVM. */
final class ChildJvm implements AutoCloseable {

    private final Process process;
    private final Path log;
    private final Thread hook;

    private ChildJvm(Process process, Path log) {
        this.process = process;
        this.log = log;
        this.hook = new Thread(process::destroyForcibly, "kill-child");
    }

    /** Starts {@code java mainClass arguments}, logging as in production; appends what it prints to {@code log}. */
    static ChildJvm start(Path log, List<String> jvmArguments, String mainClass, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-Dlogback.configurationFile=logback.xml"));
        command.addAll(jvmArguments);
        command.addAll(List.of("-cp", classPath(), mainClass));
        command.addAll(arguments);
        try {
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.redirectErrorStream(true);
            builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            ChildJvm child = new ChildJvm(builder.start(), log);
            Runtime.getRuntime().addShutdownHook(child.hook);
            return child;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** kill -9, and waits until the process is gone. */
    void kill() {
        process.destroyForcibly();
        awaitEnd(30);
    }

    /** SIGTERM, and the exit code. */
    int terminate(int seconds) {
        process.destroy();
        awaitEnd(seconds);
        return process.exitValue();
    }

    /** Its exit code, once it has ended by itself. */
    int awaitExit(int seconds) {
        awaitEnd(seconds);
        return process.exitValue();
    }

    /** Waits until it has printed a line with these words. */
    void awaitLine(String words, int seconds) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(seconds))
                .until(() -> !process.isAlive() || lines().stream().anyMatch(line -> line.contains(words)));
        if (lines().stream().noneMatch(line -> line.contains(words))) {
            throw new AssertionError("no line with '" + words + "'; " + tail());
        }
    }

    /** What it said as its last word. */
    List<String> errors() {
        return lines().stream().filter(line -> line.startsWith("error: ")).toList();
    }

    /** What it printed last, for the message of a failed proof. */
    String tail() {
        List<String> lines = lines();
        String state = process.isAlive() ? "it is alive" : "it ended with exit code " + process.exitValue();
        return state + ":\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        Runtime.getRuntime().removeShutdownHook(hook);
    }

    private void awaitEnd(int seconds) {
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                throw new AssertionError("process " + process.pid() + " still runs after " + seconds + " s: " + tail());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String classPath() {
        String surefire = System.getProperty("surefire.test.class.path");
        String path = surefire == null ? System.getProperty("java.class.path") : surefire;
        return String.join(File.pathSeparator, path.split(File.pathSeparator, -1));
    }
}
