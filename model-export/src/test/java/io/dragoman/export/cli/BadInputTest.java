package io.dragoman.export.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What cannot work is said in one line before anything is trained or scored, and nothing is left behind. */
class BadInputTest {
    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path train;
    private Path dev;

    @BeforeEach
    void goodData() throws IOException {
        train = Files.writeString(folder.resolve("train.tsv"), lines(0, 300));
        dev = Files.writeString(folder.resolve("dev.tsv"), lines(300, 320));
    }

    @Test
    void misalignedFiles() throws IOException {
        Path targets = Files.writeString(folder.resolve("targets.txt"), "un\n".repeat(299));
        refused(
                List.of("--train-targets", targets.toString()),
                "parallel files are not aligned: " + train + " has 300 lines, " + targets
                        + " has 299; expected the same");
    }

    @Test
    void wrongEncoding() throws IOException {
        Files.write(train, lines(0, 300).replace("mot", "été").getBytes(StandardCharsets.ISO_8859_1));
        refused(
                List.of(),
                "100.0 % of 300, at most 5.0 % allowed; dropped 300 not valid UTF-8 (first: line 1; convert");
    }

    @Test
    void missingColumn() throws IOException {
        refused(List.of("--target-column", "2"), "dropped 20 fewer columns than asked for (first: line 1; one tab");
    }

    @Test
    void devSourcesInTheTrainingData() throws IOException {
        Files.writeString(dev, lines(290, 310));
        refused(List.of(), dev + ": 10 of 20 sources are training sources too ('word 290', 'word 291', 'word 292', …)");
    }

    @Test
    void overLongPairsInPieces() throws IOException {
        Files.writeString(
                train, lines(0, 290) + ("a b c d ".repeat(20) + "\t" + "e f g h ".repeat(20) + "\n").repeat(10));
        refused(
                List.of("--max-tokens", "40", "--vocabulary", "290"),
                "10 of 300 training pairs are longer than 40 pieces (--max-tokens), at most 1.0 % allowed");
    }

    @Test
    void aBundleOfAnotherFormatVersion() throws IOException {
        Path bundle = bundle(text -> text.replaceFirst("\"formatVersion\" *: *1", "\"formatVersion\" : 2"));
        for (String command : List.of("inspect", "evaluate")) {
            err.getBuffer().setLength(0);
            List<String> arguments = command.equals("inspect")
                    ? List.of(command, bundle.toString())
                    : List.of(command, "--bundle", bundle.toString(), "--data", dev.toString());
            assertThat(run(arguments)).isEqualTo(1);
            assertThat(err.toString().lines().toList())
                    .singleElement()
                    .asString()
                    .contains("bundle.json: found formatVersion 2, expected 1");
        }
    }

    @Test
    void dataToScoreOnThatWasTrainedOnIsDoubted() throws IOException {
        Path bundle = bundle(text -> text);
        Files.writeString(dev, "word 1\tmot 1\r\nword 999\tmot 999\r\n");

        assertThat(run(List.of(
                        "evaluate",
                        "--bundle",
                        bundle.toString(),
                        "--data",
                        dev.toString(),
                        "--train",
                        train.toString(),
                        "--json")))
                .as(err.toString())
                .isZero();

        String doubt = dev + ": 1 of 2 sources are training sources too ('word 1')";
        assertThat(err.toString()).contains("WARNING: " + doubt);
        assertThat(out.toString()).contains("\"doubts\":[\"" + doubt);
    }

    private void refused(List<String> more, String message) {
        List<String> arguments = new ArrayList<>(List.of("train", "--train", train.toString()));
        arguments.addAll(
                List.of("--dev", dev.toString(), "--run", folder.resolve("run").toString()));
        arguments.addAll(List.of("--embedding", "8", "--encoder-hidden", "8", "--decoder-hidden", "8"));
        arguments.addAll(more);
        assertThat(run(arguments)).isEqualTo(1);
        assertThat(err.toString().lines().filter(line -> line.startsWith("error: ")))
                .singleElement()
                .asString()
                .contains(message);
        assertThat(folder.resolve("run/checkpoints/step-00000001.ckpt")).doesNotExist();
        assertThat(err.toString()).doesNotContain("epoch 1");
    }

    private int run(List<String> arguments) {
        CommandLine commandLine = ModelExport.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments.toArray(String[]::new));
    }

    private interface Edit {
        String of(String text);
    }

    private Path bundle(Edit edit) throws IOException {
        Path tiny = Path.of(
                System.getProperty("dragoman.root"), "processor/engine/src/test/resources/bundles/tiny-reversal");
        Path copy = Files.createDirectory(folder.resolve("bundle"));
        for (String name : List.of("encoder.onnx", "decoder_step.onnx", "tokenizer.spm", "MODEL_CARD.md")) {
            Files.copy(tiny.resolve(name), copy.resolve(name));
        }
        Files.writeString(copy.resolve("bundle.json"), edit.of(Files.readString(tiny.resolve("bundle.json"))));
        return copy;
    }

    private static String lines(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> "word " + i + "\tmot " + i + "\n")
                .collect(Collectors.joining());
    }
}
