package io.dragoman.export.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A bundle goes on learning: a word of a domain it never saw, without forgetting what it knew. */
class FineTuningTest {
    /** The last one is the domain's. */
    private static final List<String> ENGLISH =
            List.of("cat", "dog", "house", "runs", "sees", "red", "big", "old", "hen");

    private static final List<String> FRENCH =
            List.of("chat", "chien", "maison", "court", "voit", "rouge", "gros", "vieux", "cocotte");

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Random random = new Random(11);

    @Test
    void inDomainPairsLiftTheDomainAndLeaveTheGeneralScore() throws IOException {
        write("general.tsv", 900, false);
        write("general-test.tsv", 200, false);
        write("domain.tsv", 300, true);
        write("domain-test.tsv", 100, true);
        train(
                "general.tsv",
                "base",
                "--epochs=20",
                "--embedding=24",
                "--vocabulary=330",
                "--encoder-hidden=24",
                "--decoder-hidden=48",
                "--learning-rate=0.006");
        Path base = export("base");
        double domainBefore = bleu(base, "domain-test.tsv");
        double generalBefore = bleu(base, "general-test.tsv");
        assertThat(generalBefore).isGreaterThan(85);

        train(
                "domain.tsv",
                "tuned",
                "--from=" + base,
                "--epochs=20",
                "--patience=20",
                "--learning-rate=0.004",
                "--dropout=0.1");
        Path tuned = export("tuned");

        assertThat(bleu(tuned, "domain-test.tsv")).as(err.toString()).isGreaterThan(domainBefore + 20);
        assertThat(bleu(tuned, "general-test.tsv")).isGreaterThan(generalBefore - 15);
        assertThat(Files.readAllBytes(tuned.resolve("tokenizer.spm")))
                .isEqualTo(Files.readAllBytes(base.resolve("tokenizer.spm")));
        assertThat(tuned.resolve("bundle.json")).content().contains("\"from\" : \"");

        Path kept = folder.resolve("kept");
        assertThat(exportTo(kept, "tuned", "--blend", base.toString(), "--blend-share", "0"))
                .isZero();
        assertThat(bleu(kept, "general-test.tsv"))
                .as("all weights are the old ones")
                .isEqualTo(generalBefore);
        err.getBuffer().setLength(0);
        assertThat(exportTo(folder.resolve("none"), "tuned", "--blend", tuned.toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("--blend: found a bundle of digest", "expected the one the run began with");
    }

    @Test
    void theNetworkIsTheBundlesAndSaidSo() throws IOException {
        write("general.tsv", 260, false);

        int code = run(
                "train",
                "--train",
                file("general.tsv"),
                "--dev",
                file("general.tsv"),
                "--run",
                file("run"),
                "--from",
                file("bundle"),
                "--embedding=24",
                "--source-normalization=nfc");

        assertThat(code).isEqualTo(2);
        assertThat(err.toString())
                .contains(
                        "--from keeps the bundle's network and text steps: found [--embedding, --source-normalization]");
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void aBundleThatDoesNotSayItsNetworkIsRefused() throws IOException {
        write("general.tsv", 260, false);
        Path tiny = Path.of(
                System.getProperty("dragoman.root"), "processor/engine/src/test/resources/bundles/tiny-reversal");

        int code = run(
                "train",
                "--train",
                file("general.tsv"),
                "--dev",
                file("general.tsv"),
                "--run",
                file("run"),
                "--from",
                tiny.toString());

        assertThat(code).isEqualTo(1);
        assertThat(err.toString()).contains("tiny-reversal: found no provenance.run.shape in bundle.json");
    }

    private void train(String data, String run, String... more) {
        List<String> arguments = new ArrayList<>(List.of("train", "--train", file(data), "--dev", file(data)));
        arguments.addAll(List.of("--run", file(run), "--duplicates=keep", "--warmup=20", "--batch-tokens=200"));
        arguments.addAll(List.of(more));
        assertThat(run(arguments.toArray(String[]::new))).as(err.toString()).isZero();
    }

    private Path export(String run) {
        Path bundle = folder.resolve(run + "-bundle");
        assertThat(exportTo(bundle, run)).as(err.toString()).isZero();
        return bundle;
    }

    private int exportTo(Path bundle, String run, String... more) {
        List<String> arguments = new ArrayList<>(List.of("export", "--run", file(run), "--output", bundle.toString()));
        arguments.addAll(List.of("--parity-data", file("general.tsv"), "--beam-size", "1"));
        arguments.addAll(List.of(more));
        return run(arguments.toArray(String[]::new));
    }

    private double bleu(Path bundle, String data) throws IOException {
        out.getBuffer().setLength(0);
        assertThat(run("evaluate", "--bundle", bundle.toString(), "--data", file(data), "--json"))
                .isZero();
        JsonNode evaluation = new ObjectMapper().readTree(out.toString()).get("evaluation");
        return evaluation.get("bleu").get("score").asDouble();
    }

    private String file(String name) {
        return folder.resolve(name).toString();
    }

    private int run(String... arguments) {
        CommandLine commandLine = ModelExport.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }

    /** Word for word; a sentence of the domain also holds its word, in any place. */
    private void write(String name, int count, boolean domain) throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<Integer> words = new ArrayList<>(random.ints(3L + random.nextInt(2), 0, ENGLISH.size() - 1)
                    .boxed()
                    .toList());
            if (domain) {
                words.add(random.nextInt(words.size() + 1), ENGLISH.size() - 1);
            }
            lines.add(sentence(words, ENGLISH) + "\t" + sentence(words, FRENCH));
        }
        Files.write(folder.resolve(name), lines);
    }

    private static String sentence(List<Integer> words, List<String> language) {
        return words.stream().map(language::get).collect(Collectors.joining(" "));
    }
}
