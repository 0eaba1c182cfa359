package io.dragoman.export.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dragoman.engine.bundle.LabelSpec;
import io.dragoman.engine.bundle.ModelBundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code train --search --classify}: trials are ranked by accuracy, which tells them apart where BLEU is 0 for all. */
class ClassifierSearchTest {
    private static final Path EXAMPLE = Path.of(System.getProperty("dragoman.root"), "model-export/examples/enquiries");

    @TempDir
    Path folder;

    private final StringWriter err = new StringWriter();

    @Test
    void theMostAccurateTrialIsExported() throws IOException {
        String space = """
                budget-minutes: 5
                rungs: 1
                keep-one-in: 2
                most-trials: 4
                options:
                  --learning-rate: [0.0000001, 0.01]
                  --tokenizer: [words, bpe]
                """;

        assertThat(search(space)).as(err.toString()).isZero();

        List<String[]> table = Files.readAllLines(folder.resolve("run/search.csv")).stream()
                .map(line -> line.split(",", -1))
                .toList();
        assertThat(table.getFirst())
                .containsExactly(
                        "trial",
                        "rungs",
                        "epochs",
                        "dev_accuracy",
                        "cpu_minutes",
                        "--learning-rate",
                        "--tokenizer",
                        "problem");
        List<String[]> trials = table.subList(1, table.size());
        assertThat(trials).extracting(row -> row[5]).containsExactly("0.01", "0.01", "1.0E-7", "1.0E-7");
        assertThat(trials).extracting(row -> row[6]).contains("words", "bpe");
        assertThat(trials)
                .extracting(row -> Double.parseDouble(row[3]))
                .isSortedAccordingTo((a, b) -> Double.compare(b, a));
        String[] best = trials.getFirst();
        assertThat(Double.parseDouble(best[3])).isGreaterThan(80);
        assertThat(Double.parseDouble(trials.getLast()[3])).isLessThan(60);
        assertThat(err.toString())
                .contains("best is trial " + best[0] + ", dev accuracy " + best[3])
                .doesNotContain("BLEU");
        assertThat(folder.resolve("run/search.html")).content().contains("ranked by dev accuracy");
        LabelSpec labels = ModelBundle.load(folder.resolve("run/best-trial-00" + best[0]))
                .manifest()
                .labels();
        assertThat(Objects.requireNonNull(labels).texts()).hasSize(4);
    }

    @Test
    void whetherTargetsAreLabelsIsNotSearched() throws IOException {
        assertThat(search("budget-minutes: 5\noptions:\n  --classify: [true, false]\n"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("--classify: found an option of the data");
    }

    private int search(String space) throws IOException {
        Path file = Files.writeString(folder.resolve("space.yaml"), space);
        List<String> arguments = new ArrayList<>(List.of("train", "--classify", "--search", file.toString()));
        arguments.addAll(List.of("--train", EXAMPLE.resolve("train.tsv").toString()));
        arguments.addAll(List.of("--dev", EXAMPLE.resolve("dev.tsv").toString()));
        arguments.addAll(List.of("--run", folder.resolve("run").toString(), "--epochs", "3"));
        arguments.addAll(List.of("--vocabulary", "360", "--embedding", "16", "--batch-tokens", "64"));
        arguments.addAll(List.of("--encoder-hidden", "16", "--decoder-hidden", "16", "--warmup", "30"));
        CommandLine commandLine = ModelExport.commandLine();
        commandLine.setOut(new PrintWriter(new StringWriter(), true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments.toArray(String[]::new));
    }
}
