package io.dragoman.export.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ModelExportTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private static Path tiny() {
        return Path.of(
                System.getProperty("dragoman.root"), "processor/engine/src/test/resources/bundles/tiny-reversal");
    }

    private int run(String... arguments) {
        CommandLine commandLine = ModelExport.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }

    @Test
    void helpNamesEveryCommand() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("train", "evaluate", "score", "export", "inspect", "tokenize");
        assertThat(run("--version")).isZero();
    }

    @Test
    void wrongUsageIsTwoWithOneLineThatSaysWhy() {
        assertThat(run("inspect")).isEqualTo(2);
        assertThat(err.toString().lines().toList())
                .containsExactly("error: Missing required parameter: 'BUNDLE'", "see: model-export inspect --help");
        assertThat(run()).isEqualTo(2);
        assertThat(run("nonsense")).isEqualTo(2);
    }

    @Test
    void aFailureIsOneWithOneLineAndATraceOnlyWhenAsked(@TempDir Path folder) {
        assertThat(run("inspect", folder.toString())).isEqualTo(1);
        assertThat(err.toString().lines()).singleElement().asString().startsWith("error: bundle " + folder);
        assertThat(run("inspect", "--stacktrace", folder.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("at io.dragoman.engine.bundle.ModelBundle");
    }

    @Test
    void inspectSaysWhatABundleIs() {
        assertThat(run("inspect", tiny().toString())).isZero();
        assertThat(out.toString()).contains("tiny-reversal 1", "rnn-step", "4 files are what bundle.json says");
    }

    @Test
    void evaluateScoresABundleAgainstAllReferencesOfASource(@TempDir Path folder) throws Exception {
        Path data = folder.resolve("data.tsv");
        Files.writeString(
                data, "the cat sleeps\tle chat dort\nthe cat sleeps\tle chat\nthe dog runs\tle chien court\n");
        assertThat(run("evaluate", "--bundle", tiny().toString(), "--data", data.toString(), "--json"))
                .isZero();
        assertThat(out.toString()).contains("\"segments\":2", "\"bleu\":", "\"byLength\":", "\"refused\":0");
        assertThat(err.toString()).contains("2 of 2");
    }

    @Test
    void inspectFindsAChangedFile(@TempDir Path folder) throws Exception {
        for (String name :
                new String[] {"bundle.json", "encoder.onnx", "decoder_step.onnx", "tokenizer.spm", "MODEL_CARD.md"}) {
            Files.copy(tiny().resolve(name), folder.resolve(name));
        }
        byte[] bytes = Files.readAllBytes(folder.resolve("encoder.onnx"));
        bytes[bytes.length / 2] ^= 1;
        Files.write(folder.resolve("encoder.onnx"), bytes);
        assertThat(run("inspect", folder.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("encoder.onnx: found sha256", "expected");
    }
}
