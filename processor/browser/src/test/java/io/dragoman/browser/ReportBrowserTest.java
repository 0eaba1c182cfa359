package io.dragoman.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report of {@code model-export evaluate} on the shipped model, opened from a file. */
class ReportBrowserTest {
    private static final Path ROOT = Path.of(System.getProperty("dragoman.root", "."));
    private static final Path BUNDLE = ROOT.resolve("model-export/models/tatoeba-en-fr");
    private static final String PAIRS = """
            Where is the station?\tOù est la gare ?
            I have 3 sisters.\tJ'ai 3 sœurs.
            The cat sleeps in the kitchen.\tLe chat dort dans la cuisine.
            She will arrive on Monday.\tElle arrivera lundi.
            We do not have enough money.\tNous n'avons pas assez d'argent.
            The old man who lives next door gave me an apple.\tLe vieil homme d'à côté m'a donné une pomme.
            Open the window, please.\tOuvre la fenêtre, s'il te plaît.
            Tom bought 12 eggs in Boston.\tTom a acheté 12 œufs à Boston.
            """;

    @TempDir
    Path folder;

    @Test
    void itOpensWithoutANetworkAndWithoutAComplaint() throws Exception {
        Assumptions.assumeTrue(Files.isDirectory(BUNDLE), "no shipped bundle at " + BUNDLE);
        try (Chromium chromium = Chromium.start()) {
            Path report = evaluate();
            Page page = chromium.page();
            for (String scheme : List.of("light", "dark")) {
                page.look(1100, 900, scheme);
                page.go(report.toUri().toString());
                page.picture(ROOT.resolve("processor/browser/target/pictures/report-" + scheme + ".png"));
            }
            assertThat(page.evaluate("document.querySelectorAll('details svg .spot').length")
                            .asInt())
                    .isPositive();
            assertThat(page.evaluate("document.querySelector('.spot title').textContent")
                            .asText())
                    .matches("(?s).+ ← .+ [01]\\.\\d\\d");
            page.pointAt("svg .spot", 0);
            assertThat(page.evaluate("document.querySelector('svg .spot').matches(':hover')")
                            .asBoolean())
                    .isTrue();
            page.until("[...document.images].every(image => image.complete)");
            assertThat(page.evaluate("document.querySelector('img[alt^=Loss]').naturalWidth")
                            .asInt())
                    .as("the learning curve is a picture")
                    .isEqualTo(900);
            assertThat(page.evaluate("document.documentElement.scrollWidth").asInt())
                    .isLessThanOrEqualTo(1100);
            assertThat(page.complaints()).isEmpty();
            assertThat(page.requests()).allMatch(address -> address.startsWith("file:") || address.startsWith("data:"));
        }
    }

    /** The pairs scored by the shipped model; the curve is that of a run made here. */
    private Path evaluate() throws IOException, InterruptedException {
        Path data = Files.writeString(folder.resolve("pairs.tsv"), PAIRS);
        Path report = folder.resolve("report.html");
        modelExport(
                "evaluate",
                "--bundle",
                BUNDLE.toString(),
                "--data",
                data.toString(),
                "--rouge",
                "--run",
                run(),
                "--report",
                report.toString());
        return report;
    }

    /** A training of three short epochs. */
    private String run() throws IOException, InterruptedException {
        Path dates = ROOT.resolve("model-export/examples/dates");
        Path some = Files.write(
                folder.resolve("train.tsv"),
                Files.readAllLines(dates.resolve("train.tsv")).subList(0, 600));
        Path few = Files.write(
                folder.resolve("dev.tsv"),
                Files.readAllLines(dates.resolve("dev.tsv")).subList(0, 50));
        String run = folder.resolve("run").toString();
        modelExport(
                "train",
                "--train",
                some.toString(),
                "--dev",
                few.toString(),
                "--run",
                run,
                "--epochs",
                "3",
                "--duplicates",
                "drop",
                "--vocabulary",
                "400",
                "--embedding",
                "16",
                "--encoder-hidden",
                "16",
                "--decoder-hidden",
                "32",
                "--batch-tokens",
                "300",
                "--warmup",
                "10",
                "--learning-rate",
                "0.01");
        return run;
    }

    private void modelExport(String... arguments) throws IOException, InterruptedException {
        Path log = folder.resolve(arguments[0] + ".log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "io.dragoman.export.cli.ModelExport"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            assertThat(process.waitFor(300, TimeUnit.SECONDS))
                    .as(arguments[0] + " ends")
                    .isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
        assertThat(process.exitValue()).as(Files.readString(log)).isZero();
    }
}
