package io.dragoman.export.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dragoman.engine.bundle.ModelBundle;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code train --search} on the real thing: trials train, resume and are compared, and the best becomes a bundle. */
class OptionSearchTest {
    private static final String[] WORDS = {"mer", "ciel", "jour", "bleu", "vert", "chat", "nuit", "pain"};

    @TempDir
    Path folder;

    private final StringWriter err = new StringWriter();

    @BeforeEach
    void data() throws IOException {
        Random random = new Random(4);
        List<String> lines = Stream.generate(() -> IntStream.range(0, 2 + random.nextInt(3))
                        .mapToObj(i -> WORDS[random.nextInt(WORDS.length)])
                        .collect(Collectors.joining(" ")))
                .distinct()
                .limit(280)
                .map(text -> text + "\t" + text)
                .toList();
        Files.write(folder.resolve("train.tsv"), lines.subList(0, 260));
        Files.write(folder.resolve("dev.tsv"), lines.subList(260, 280));
    }

    @Test
    void theBetterTrialsTrainOnAndTheBestIsExported() throws IOException {
        String space = """
                budget-minutes: 5
                rungs: 2
                keep-one-in: 2
                most-trials: 4
                options:
                  --learning-rate: {from: 0.0001, to: 0.02, scale: log}
                  --attention: [luong-general, luong-dot]
                """;

        assertThat(search(space)).as(err.toString()).isZero();

        List<String> table = Files.readAllLines(folder.resolve("run/search.csv"));
        assertThat(table.getFirst())
                .isEqualTo("trial,rungs,epochs,dev_bleu,cpu_minutes,--learning-rate,--attention,problem");
        assertThat(table).hasSize(5);
        assertThat(table.get(1)).matches("\\d,2,4,.*");
        assertThat(table.get(2)).matches("\\d,2,4,.*");
        assertThat(table.get(3)).matches("\\d,1,2,.*");
        assertThat(folder.resolve("run/search.html"))
                .content()
                .contains("<th scope=\"col\">--learning-rate</th>", "data:image/png;base64,iVBOR")
                .doesNotContain("http://", "https://");
        String best = table.get(1).substring(0, 1);
        ModelBundle.load(folder.resolve("run/best-trial-00" + best));

        err.getBuffer().setLength(0);
        assertThat(search(space)).isZero();
        assertThat(err.toString()).as("nothing is trained again").doesNotContain("epoch 1");
        assertThat(Files.readAllLines(folder.resolve("run/search.csv"))).isEqualTo(table);

        err.getBuffer().setLength(0);
        assertThat(search("seed: 9\n" + space)).isEqualTo(1);
        assertThat(err.toString()).contains("found the search of another space (search.yaml)");
    }

    @Test
    void whatCannotBeBuiltIsATrialThatFailed() throws IOException {
        String space = """
                budget-minutes: 5
                rungs: 1
                keep-one-in: 2
                most-trials: 6
                options:
                  --encoder-layers: [1, 5]
                """;

        assertThat(search(space)).as(err.toString()).isZero();

        assertThat(Files.readAllLines(folder.resolve("run/search.csv")))
                .anyMatch(row -> row.endsWith(",5,\"--encoder-layers: found 5, expected 1 to 4\""))
                .anyMatch(row -> row.endsWith(",1,"));
    }

    @Test
    void optionsThatAreNotSearchedAreNamedBeforeTheDataIsRead() throws IOException {
        Files.delete(folder.resolve("train.tsv"));

        String space = """
                budget-minutes: 5
                options:
                  --max-tokens: [50, 60]
                  --colour: [red]
                  --epochs: [1]
                  --embedding: [8]
                """;

        assertThat(search(space)).isEqualTo(1);

        assertThat(err.toString())
                .contains("--max-tokens: found an option of the data", "--colour: found no such option of train")
                .contains("--epochs: is one for all trials", "--embedding: found beside --search and in the space");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    private int search(String space) throws IOException {
        Path file = Files.writeString(folder.resolve("space.yaml"), space);
        List<String> arguments = new ArrayList<>(List.of("train", "--search", file.toString()));
        arguments.addAll(List.of("--train", folder.resolve("train.tsv").toString()));
        arguments.addAll(List.of("--dev", folder.resolve("dev.tsv").toString()));
        arguments.addAll(List.of("--run", folder.resolve("run").toString(), "--epochs", "4"));
        arguments.addAll(List.of("--vocabulary", "290", "--embedding", "12", "--batch-tokens", "200"));
        arguments.addAll(List.of("--encoder-hidden", "8", "--decoder-hidden", "16", "--warmup", "5"));
        CommandLine commandLine = ModelExport.commandLine();
        commandLine.setOut(new PrintWriter(new StringWriter(), true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments.toArray(String[]::new));
    }
}
