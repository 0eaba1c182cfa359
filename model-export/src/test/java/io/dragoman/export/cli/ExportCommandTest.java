package io.dragoman.export.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dragoman.engine.EngineOptions;
import io.dragoman.engine.GenerationOptions;
import io.dragoman.engine.GenerationRequest;
import io.dragoman.engine.Outcome;
import io.dragoman.engine.Seq2SeqEngine;
import io.dragoman.export.training.RunFolders;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The command line from sentence pairs to a bundle that the engine serves. */
class ExportCommandTest {
    private static final String[] WORDS = {"mer", "ciel", "jour", "bleu", "vert", "chat", "nuit", "pain"};

    @TempDir
    Path folder;

    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        CommandLine commandLine = ModelExport.commandLine();
        commandLine.setOut(new PrintWriter(new StringWriter(), true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }

    private int train(String... more) throws IOException {
        Random random = new Random(4);
        List<String> lines = Stream.generate(() -> sentence(random))
                .distinct()
                .limit(260)
                .map(text -> text + "\t" + text)
                .toList();
        Path data = Files.write(folder.resolve("pairs.tsv"), lines);
        List<String> arguments = new ArrayList<>(List.of(
                "train",
                "--train",
                data.toString(),
                "--dev",
                data.toString(),
                "--run",
                runFolder().toString()));
        arguments.addAll(List.of("--epochs", "1", "--embedding", "12", "--vocabulary", "290", "--duplicates", "keep"));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    private static String sentence(Random random) {
        return String.join(
                " ",
                IntStream.range(0, 1 + random.nextInt(4))
                        .mapToObj(i -> WORDS[random.nextInt(WORDS.length)])
                        .toList());
    }

    private Path runFolder() {
        return folder.resolve("run");
    }

    private int export(Path output) {
        return run(
                "export",
                "--run",
                runFolder().toString(),
                "--output",
                output.toString(),
                "--parity-data",
                folder.resolve("pairs.tsv").toString(),
                "--beam-size",
                "2");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--cell=gru --encoder-hidden=12 --decoder-hidden=24",
                "--cell=lstm --encoder-layers=2 --decoder-layers=2 --attention=luong-dot --input-feeding"
                        + " --initial-state=last --tying=two-way --encoder-hidden=12 --decoder-hidden=24"
            })
    void aTrainedRunBecomesABundleThatTheEngineServes(String network) throws IOException {
        assertThat(train(network.split(" "))).as(err.toString()).isZero();
        assertThat(err.toString()).contains("parameters;", "multiply-adds a token");
        Path bundle = folder.resolve("bundle");

        assertThat(export(bundle)).as(err.toString()).isZero();

        assertThat(err.toString()).contains("parity: 200 sentences");
        assertThat(bundle.resolve("MODEL_CARD.md")).content().contains("multiply-adds a token");
        try (Seq2SeqEngine engine = Seq2SeqEngine.load(bundle, EngineOptions.defaults())) {
            Outcome outcome = engine.generate(
                            List.of(new GenerationRequest("chat bleu", new GenerationOptions(2, 2, null, 8))))
                    .getFirst();
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Outcome.Generated.class,
                            generated -> assertThat(generated.hypotheses()).hasSize(2));
        }
    }

    @Test
    void tooLittleParityDataIsOneMessageAndNoFolder() throws IOException {
        assertThat(train("--encoder-hidden=8", "--decoder-hidden=8")).isZero();
        Files.write(folder.resolve("pairs.tsv"), List.of("chat\tchat", "pain\tpain"));
        err.getBuffer().setLength(0);

        assertThat(export(folder.resolve("bundle"))).isEqualTo(1);

        assertThat(err.toString().lines().toList())
                .containsExactly("error: parity check: expected at least 200 sentences, found 2");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(p -> p.getFileName().toString())).containsExactlyInAnyOrder("pairs.tsv", "run");
        }
    }

    @Test
    void weightsThatOverflowAreRefusedWithOneMessageAndNoFolder() throws IOException {
        assertThat(train("--encoder-hidden=8", "--decoder-hidden=8")).isZero();
        RunFolders.scale(runFolder(), "embedding", 1e6f);
        err.getBuffer().setLength(0);

        assertThat(export(folder.resolve("bundle"))).isEqualTo(1);

        assertThat(err.toString().lines().toList())
                .singleElement()
                .asString()
                .startsWith("error: parity check, sentence");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(p -> p.getFileName().toString())).containsExactlyInAnyOrder("pairs.tsv", "run");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--attention none --input-feeding | --attention none feeds nothing",
                "--attention none --initial-state zeros | --attention none sees the source through the initial state",
                "--attention bahdanau --input-feeding | --attention bahdanau feeds its context already",
                "--attention luong-dot --decoder-hidden 300 | --attention luong-dot needs encoder outputs as wide",
                "--initial-state last --decoder-hidden 300 | --initial-state last needs encoder states as wide",
                "--initial-state last --encoder-layers 2 | --initial-state last needs as many encoder as decoder layers",
                "--encoder-layers 5 | --encoder-layers: found 5, expected 1 to 4",
                "--cell gur | Invalid value for option '--cell'"
            })
    void whatCannotBeBuiltIsRefusedByNameBeforeTheDataIsRead(String options, String message) {
        List<String> arguments = new ArrayList<>(List.of(
                "train",
                "--train",
                "absent.tsv",
                "--dev",
                "absent.tsv",
                "--run",
                runFolder().toString()));
        arguments.addAll(List.of(options.split(" ")));

        assertThat(run(arguments.toArray(String[]::new))).isEqualTo(2);

        assertThat(err.toString()).startsWith("error: " + message);
        assertThat(runFolder()).doesNotExist();
    }
}
