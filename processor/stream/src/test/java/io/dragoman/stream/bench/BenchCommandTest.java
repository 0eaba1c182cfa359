package io.dragoman.stream.bench;

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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class BenchCommandTest {
    private static final String BUNDLE = Path.of(System.getProperty("dragoman.root", "../.."))
            .resolve("processor/engine/src/test/resources/bundles/tiny-reversal")
            .toString();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private Path texts;

    @BeforeEach
    void write() throws IOException {
        texts = Files.writeString(
                folder.resolve("texts.txt"), "a b c\n\nb c d a\nc\nd a b\n" + "a ".repeat(400) + "\n");
    }

    @Test
    void everyCombinationIsMeasuredOverTheTextsThatTheModelReads() throws IOException {
        int code = bench(
                "--data", texts.toString(), "--workers", "1,2", "--batch-sizes", "1,4", "--rounds", "2", "--json");

        assertThat(code).isZero();
        assertThat(err.toString()).contains("1 of 5 texts are left out", "round 2 of 2");
        JsonNode report = new ObjectMapper().readTree(out.toString());
        assertThat(report.path("texts").asInt()).isEqualTo(4);
        List<String> setups = new ArrayList<>();
        for (JsonNode setup : report.path("setups")) {
            setups.add(setup.path("device").asText() + " " + setup.path("workers") + " " + setup.path("batchSize"));
            assertThat(setup.path("textsPerSecond").asDouble()).isPositive();
            assertThat(setup.path("tokensPerSecond").asDouble())
                    .isGreaterThan(setup.path("textsPerSecond").asDouble());
            assertThat(setup.path("slowBatchMillis").asDouble())
                    .isGreaterThanOrEqualTo(setup.path("batchMillis").asDouble())
                    .isPositive();
        }
        assertThat(setups).containsExactly("cpu 1 1", "cpu 1 4", "cpu 2 1", "cpu 2 4");
        assertThat(report.at("/setups/0/ratio").asDouble()).isEqualTo(1);
    }

    @Test
    void theTableEndsWithTheConfigurationThatItSpeaksFor() {
        assertThat(bench("--data", texts.toString(), "--device", "cpu,auto", "--batch-sizes", "4", "--rounds", "1"))
                .isZero();
        assertThat(out.toString())
                .contains(
                        "4 texts, medians of 1 rounds", "batch ms (p50)", "0 texts have another output in another way")
                .contains(
                        "Most texts a second: engine: { device: \"cpu\", decoder-loop: steps, workers: 1, max-batch-size: 4 }");
    }

    @Test
    void theLoopInTheGraphSaysTheSameAsTheLoopAroundIt() throws IOException {
        assertThat(bench("--data", texts.toString(), "--decoder-loop", "steps,graph", "--rounds", "1", "--json"))
                .isZero();
        JsonNode report = new ObjectMapper().readTree(out.toString());
        assertThat(report.path("differing").asInt()).isZero();
        assertThat(report.path("setups").findValuesAsText("decoderLoop"))
                .containsExactly("steps", "steps", "steps", "steps", "graph", "graph", "graph", "graph");
    }

    @Test
    void whatCannotBeMeasuredIsSaid() throws IOException {
        assertThat(bench("--data", texts.toString(), "--device", "cuda")).isEqualTo(1);
        assertThat(err.toString()).contains("device cuda:0 was asked for");

        assertThat(bench("--data", texts.toString(), "--device", "gpu")).isEqualTo(2);
        assertThat(err.toString()).contains("found device gpu, expected auto, cpu, cuda or cuda:N");

        assertThat(bench("--data", texts.toString(), "--decoder-loop", "sideways"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("found sideways, expected auto, graph or steps");

        assertThat(bench("--data", texts.toString(), "--batch-sizes", "0")).isEqualTo(2);
        assertThat(err.toString()).contains("expected whole numbers of 1 or more");

        Path empty = Files.createFile(folder.resolve("empty.txt"));
        assertThat(bench("--data", empty.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("found none; no text was given");

        assertThat(bench("--data", folder.resolve("missing").toString())).isEqualTo(1);
        assertThat(err.toString()).contains("missing");
    }

    private int bench(String... options) {
        List<String> arguments = new ArrayList<>(List.of("--bundle", BUNDLE));
        arguments.addAll(List.of(options));
        return new CommandLine(new BenchCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments.toArray(String[]::new));
    }
}
