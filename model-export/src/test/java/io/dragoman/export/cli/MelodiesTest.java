package io.dragoman.export.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dragoman.engine.EngineOptions;
import io.dragoman.engine.Flag;
import io.dragoman.engine.GenerationOptions;
import io.dragoman.engine.GenerationRequest;
import io.dragoman.engine.Outcome;
import io.dragoman.engine.Seq2SeqEngine;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Sequences that are not prose, through the doors that users have: train, export, engine. */
class MelodiesTest {
    private static final Path EXAMPLE = Path.of(System.getProperty("dragoman.root"), "model-export/examples/melodies");

    @TempDir
    Path folder;

    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource({"characters, 6, 1000", "words, 10, 300"})
    void aMelodyItNeverHeardIsTransposedNoteByNote(String tokenizer, String epochs, String batch) throws IOException {
        Path bundle = model(EXAMPLE.resolve("train.tsv"), tokenizer, epochs, batch);

        assertThat(exact(bundle)).as(err.toString()).isGreaterThanOrEqualTo(0.8);
        try (Seq2SeqEngine engine = Seq2SeqEngine.load(bundle, EngineOptions.defaults())) {
            Outcome outcome = engine.generate(List.of(new GenerationRequest("[K:C] C4 \u2669 D4 |]")))
                    .getFirst();
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            Outcome.Generated.class,
                            generated -> assertThat(generated.flags()).contains(Flag.UNKNOWN_TOKENS));
        }
    }

    /** The control: the score above is of what was learned, not of what any melody shares with another. */
    @Test
    void nothingIsLearnedFromTheMelodiesOfOthers() throws IOException {
        List<String> lines = Files.readAllLines(EXAMPLE.resolve("train.tsv"));
        List<String> shuffled = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String other = lines.get((i + 7) % lines.size());
            shuffled.add(lines.get(i).split("\t")[0] + "\t" + other.split("\t")[1]);
        }

        Path bundle = model(Files.write(folder.resolve("shuffled.tsv"), shuffled), "words", "5", "300");

        assertThat(exact(bundle)).as(err.toString()).isLessThan(0.05);
    }

    private Path model(Path train, String tokenizer, String epochs, String batch) {
        String run = folder.resolve("run").toString();
        Path bundle = folder.resolve("bundle");
        String network = "--embedding 32 --encoder-hidden 48 --decoder-hidden 96 --warmup 30 --learning-rate 0.006"
                + " --dropout 0.1 --patience 20 --same-language --tokenizer " + tokenizer + " --epochs " + epochs
                + " --batch-tokens " + batch;
        List<String> arguments = new ArrayList<>(List.of("train", "--run", run, "--train", train.toString()));
        arguments.addAll(List.of("--dev", EXAMPLE.resolve("dev.tsv").toString()));
        arguments.addAll(List.of(network.split(" ")));
        run(arguments);
        assertThat(err.toString()).contains("tokens: " + tokenizer + ", ");
        run(List.of(
                "export",
                "--run",
                run,
                "--output",
                bundle.toString(),
                "--task",
                "transposition",
                "--parity-data",
                train.toString()));
        return bundle;
    }

    private void run(List<String> arguments) {
        CommandLine commandLine = ModelExport.commandLine();
        commandLine.setOut(new PrintWriter(new StringWriter(), true));
        commandLine.setErr(new PrintWriter(err, true));
        assertThat(commandLine.execute(arguments.toArray(String[]::new)))
                .as(err.toString())
                .isZero();
    }

    /** Share of the test melodies whose transposition is right to the last character. */
    private static double exact(Path bundle) throws IOException {
        List<String[]> pairs = Files.readAllLines(EXAMPLE.resolve("test.tsv")).stream()
                .map(line -> line.split("\t"))
                .toList();
        try (Seq2SeqEngine engine = Seq2SeqEngine.load(
                bundle, EngineOptions.unhurried(EngineOptions.defaults().overlong()))) {
            List<Outcome> outcomes = engine.generate(pairs.stream()
                    .map(pair -> new GenerationRequest(pair[0], new GenerationOptions(1, 1, null, null)))
                    .toList());
            int exact = 0;
            for (int i = 0; i < pairs.size(); i++) {
                exact += outcomes.get(i) instanceof Outcome.Generated generated
                                && generated.text().equals(pairs.get(i)[1])
                        ? 1
                        : 0;
            }
            return exact / (double) pairs.size();
        }
    }
}
