package io.dragoman.export.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ScoreCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private String hypotheses = "";
    private String references = "";

    @BeforeEach
    void write() throws IOException {
        hypotheses = file("hypotheses", "the cat sat on a mat\nhello\n");
        references = file("references", "the cat sat on the mat\nhello\n");
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    private int run(String... arguments) {
        return new CommandLine(new ScoreCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    private List<JsonNode> objects() throws IOException {
        List<JsonNode> objects = new ArrayList<>();
        for (String line : out.toString().lines().toList()) {
            objects.add(new ObjectMapper().readTree(line));
        }
        return objects;
    }

    @Test
    void printsBleuAsOneJsonObject() throws IOException {
        int exit = run("--metric", "bleu", "--hypotheses", hypotheses, "--references", references, "--json");

        assertThat(exit).isZero();
        JsonNode score = objects().getFirst();
        assertThat(score.get("metric").textValue()).isEqualTo("bleu");
        assertThat(score.get("counts").toString()).isEqualTo("[6,3,2,1]");
        assertThat(score.get("totals").toString()).isEqualTo("[7,5,4,3]");
        assertThat(score.get("sys_len").intValue()).isEqualTo(7);
        double expected = 100 * Math.pow(6 / 7.0 * (3 / 5.0) * (2 / 4.0) * (1 / 3.0), 0.25);
        assertThat(score.get("score").doubleValue()).isCloseTo(expected, within(1e-9));
        assertThat(score.get("signature").textValue()).contains("tok:13a|smooth:exp");
    }

    @Test
    void printsFourMeansForRouge() throws IOException {
        run("--metric", "rouge", "--hypotheses", hypotheses, "--references", references, "--json");

        assertThat(objects())
                .extracting(object -> object.get("metric").textValue())
                .containsExactly("rouge1", "rouge2", "rougeL", "rougeLsum");
        assertThat(objects().getFirst().get("recall").doubleValue()).isEqualTo((5 / 6.0 + 1) / 2);
    }

    @Test
    void takesSeveralReferencesAndOptions() throws IOException {
        String second = file("second", "THE CAT SAT ON A MAT\n\n");

        int exit = run(
                "--metric",
                "bleu",
                "--hypotheses",
                hypotheses,
                "--references",
                references,
                second,
                "--lowercase",
                "--tokenizer",
                "char",
                "--smoothing",
                "floor",
                "--smoothing-value",
                "0.5",
                "--json");

        assertThat(exit).isZero();
        JsonNode score = objects().getFirst();
        assertThat(score.get("score").doubleValue()).isCloseTo(100.0, within(1e-9));
        assertThat(score.get("signature").textValue())
                .startsWith("nrefs:2|case:lc|eff:no|tok:char|smooth:floor[0.50]|");
    }

    @Test
    void printsTerAndChrFForReading() {
        run("--metric", "ter", "--hypotheses", hypotheses, "--references", references);
        run("--metric", "chrf++", "--hypotheses", references, "--references", references, "--confidence", "10");

        assertThat(out.toString().lines().toList())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("TER|nrefs:1|").contains(" = 14.29 {num_edits=1"),
                        line -> assertThat(line).startsWith("chrF2++|nrefs:1|").contains(" = 100.00 ", "ci=0.0"));
    }

    @Test
    void namesFilesThatDoNotAlign() throws IOException {
        String longer = file("longer", "a\nb\nc\n");

        int exit = run("--metric", "bleu", "--hypotheses", hypotheses, "--references", longer);

        assertThat(exit).isEqualTo(2);
        assertThat(err.toString()).contains(longer + " has 3 lines, expected 2 as in " + hypotheses);
    }

    @Test
    void refusesUnknownNamesAndMissingFiles() {
        assertThat(run("--metric", "meteor", "--hypotheses", hypotheses, "--references", references))
                .isEqualTo(2);
        assertThat(run("--metric", "bleu", "--hypotheses", hypotheses, "--references", references, "--tokenizer", "x"))
                .isEqualTo(2);
        assertThat(run(
                        "--metric",
                        "bleu",
                        "--hypotheses",
                        folder.resolve("none").toString(),
                        "--references",
                        references))
                .isEqualTo(2);
        assertThat(err.toString()).contains("unknown metric 'meteor'", "unknown BLEU tokenizer 'x'", "cannot read ");
    }
}
