package io.dragoman.engine.benchmark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Marian, through the program that runs it in {@code shared/bench}: its own attention network with random weights, the
 * bundle's vocabulary, 256 wide, the same fixed work, fp32, one thread. The networks differ, so the ratio is a hint of
 * where one stands; the wheel of pymarian is built without AVX2 outside its matrix products.
 */
final class Peer {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> command;
    private final Path folder;
    private final Map<String, Series> series = new HashMap<>();

    private Peer(Path folder, List<String> command) {
        this.folder = folder;
        this.command = command;
    }

    /** The peer; null, and the reason printed, where it cannot be run. */
    static @Nullable Peer find(Path root, Path model, List<String> sizes) throws IOException {
        Path folder = root.resolve("../shared/bench").normalize();
        String python = System.getProperty("benchmark.python", "python3");
        String lack = null;
        if (!Files.exists(folder.resolve("marian_rnn.py"))) {
            lack = "found no " + folder.resolve("marian_rnn.py");
        } else if (!runs(List.of(python, "-c", "import pymarian"))) {
            lack = python + " cannot import pymarian; make an environment with " + folder
                    + "/setup VENV --no-torch and name it with -Dbenchmark.python=VENV/bin/python";
        }
        if (lack != null) {
            System.out.println("PEER SKIPPED: " + lack);
            return null;
        }
        List<String> command = new java.util.ArrayList<>(List.of(
                python, "marian_rnn.py", "--model", model.toString(), "--precision", "float32", "--repeats", "1"));
        command.addAll(List.of("--lone", "0"));
        command.addAll(sizes);
        return new Peer(folder, command);
    }

    private static boolean runs(List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.onExit().join().exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Runs every beam size and batch once. */
    void round() throws IOException {
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("{")) {
                    add(JSON.readTree(line));
                }
            }
        }
        int exit = process.onExit().join().exitValue();
        if (exit != 0) {
            throw new IOException("the peer ended with " + exit + ": " + String.join(" ", command));
        }
    }

    private void add(JsonNode line) {
        double tokens = line.path("target_tokens").asDouble();
        series.computeIfAbsent(
                        key(
                                line.path("settings").path("beam").asInt(),
                                line.path("batch").asInt()),
                        unused -> new Series())
                .add(new Series.Round(
                        new Work.Counts(line.path("sentences").asInt(), 0, (long) tokens),
                        tokens / line.path("target_tokens_per_s").asDouble(),
                        tokens / line.path("target_tokens_per_cpu_s").asDouble()));
    }

    Series series(Work work) {
        return series.getOrDefault(key(work.beamSize(), work.batch()), new Series());
    }

    private static String key(int beam, int batch) {
        return beam + "/" + batch;
    }
}
