package io.dragoman.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report of {@code model-export evaluate} on the shipped model, opened from a file. */
class ReportBrowserTest {
    private static final Path ROOT = Path.of(System.getProperty("dragoman.root", "."));
    private static final Path BUNDLE = ROOT.resolve("model-export/models/tatoeba-en-fr");
    private static final Path CLASSIFIER = ROOT.resolve("processor/engine/src/test/resources/bundles/tiny-labels");
    private static final Path ENQUIRIES = ROOT.resolve("model-export/examples/enquiries");
    private static final double LEGIBLE = 4.5; // WCAG 2.2, AA
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

    @Test
    void aClassifiersConfusionMatrixCanBeRead() throws Exception {
        try (Chromium chromium = Chromium.start()) {
            Path report = evaluateClassifier();
            Page page = chromium.page();
            for (String scheme : List.of("light", "dark")) {
                page.look(1100, 900, scheme);
                page.go(report.toUri().toString());
                page.until("[...document.images].every(image => image.complete)");
                page.picture(ROOT.resolve("processor/browser/target/pictures/classifier-" + scheme + ".png"));
                assertThatTheMatrixIsWhole(page);
                assertThat(leastContrast(page, "cell => cell"))
                        .as("contrast of the matrix, " + scheme)
                        .isGreaterThan(LEGIBLE);
                assertThat(leastContrast(page, "cell => { cell.style.setProperty('--share', 1); return cell; }"))
                        .as("contrast of the deepest shades, " + scheme)
                        .isGreaterThan(LEGIBLE);
            }
            page.pointAt("svg .spot", 0);
            assertThat(page.evaluate("document.querySelector('img[alt^=Loss]').naturalWidth")
                            .asInt())
                    .as("the learning curve is a picture")
                    .isEqualTo(900);
            assertThatATelephoneShowsIt(page, report);
            assertThat(page.complaints()).isEmpty();
            assertThat(page.requests()).allMatch(address -> address.startsWith("file:") || address.startsWith("data:"));
        }
    }

    private static void assertThatATelephoneShowsIt(Page page, Path report) throws IOException {
        page.look(390, 800, "light");
        page.go(report.toUri().toString());
        page.picture(ROOT.resolve("processor/browser/target/pictures/classifier-telephone.png"));
        assertThat(page.evaluate("document.documentElement.scrollWidth").asInt())
                .as("tables scroll, not the page")
                .isLessThanOrEqualTo(390);
        assertThat(page.evaluate("""
                        (() => {
                          const word = document.createRange();
                          word.selectNodeContents([...document.querySelectorAll('.matrix thead th')].pop());
                          return word.getClientRects().length;
                        })()
                        """).asInt()).as("lines of the word 'refund'").isEqualTo(1);
    }

    /** Labels on both sides in one order, every row of the test data once, most of them on the diagonal. */
    private static void assertThatTheMatrixIsWhole(Page page) {
        List<String> answered = texts(page, ".matrix thead th");
        assertThat(texts(page, ".matrix tbody th"))
                .containsExactly("delivery status", "faulty product", "opening hours", "refund")
                .isEqualTo(answered.subList(1, answered.size()));
        List<Integer> counts =
                texts(page, ".matrix td").stream().map(Integer::parseInt).toList();
        assertThat(counts).hasSize(16);
        assertThat(counts.stream().mapToInt(Integer::intValue).sum()).isEqualTo(200);
        assertThat(IntStream.range(0, 4).map(i -> counts.get(5 * i)).sum()).isGreaterThan(180);
        assertThat(page.evaluate("[...document.querySelectorAll('.matrix td')].every((cell, i) =>"
                                + " cell.classList.contains('wrong') === (i % 5 !== 0))")
                        .asBoolean())
                .as("off the diagonal is wrong")
                .isTrue();
    }

    private static List<String> texts(Page page, String selector) {
        List<String> texts = new ArrayList<>();
        page.evaluate("[...document.querySelectorAll('" + selector + "')].map(e => e.textContent)")
                .forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /** The least contrast between a cell's text and what is painted behind it, as WCAG defines it. */
    private static double leastContrast(Page page, String change) {
        return page.evaluate("""
                        (() => {
                          const brush = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
                          const light = (...colours) => {
                            for (const colour of colours) { brush.fillStyle = colour; brush.fillRect(0, 0, 1, 1); }
                            const [r, g, b] = [...brush.getImageData(0, 0, 1, 1).data].map(byte => byte / 255)
                              .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
                            return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
                          };
                          const paper = getComputedStyle(document.body).backgroundColor;
                          return Math.min(...[...document.querySelectorAll('.matrix td')].map(%s).map(cell => {
                            const style = getComputedStyle(cell);
                            const pair = [light(style.color), light(paper, style.backgroundColor)];
                            return Math.max(...pair) / Math.min(...pair);
                          }));
                        })()
                        """.formatted(change)).asDouble();
    }

    private Path evaluateClassifier() throws IOException, InterruptedException {
        Path report = folder.resolve("classifier.html");
        modelExport(
                "evaluate",
                "--bundle",
                CLASSIFIER.toString(),
                "--data",
                ENQUIRIES.resolve("test.tsv").toString(),
                "--run",
                run(ENQUIRIES, "--classify"),
                "--truncate",
                "--report",
                report.toString());
        return report;
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
                run(ROOT.resolve("model-export/examples/dates")),
                "--report",
                report.toString());
        return report;
    }

    /** A training of three short epochs. */
    private String run(Path example, String... options) throws IOException, InterruptedException {
        Path some = Files.write(
                folder.resolve("train.tsv"),
                Files.readAllLines(example.resolve("train.tsv")).subList(0, 600));
        Path few = Files.write(
                folder.resolve("dev.tsv"),
                Files.readAllLines(example.resolve("dev.tsv")).subList(0, 50));
        String run = folder.resolve("run").toString();
        List<String> train = new ArrayList<>(List.of("train", "--run", run, "--epochs", "3", "--duplicates", "drop"));
        train.addAll(List.of("--train", some.toString(), "--dev", few.toString(), "--vocabulary", "400"));
        train.addAll(List.of("--embedding", "16", "--encoder-hidden", "16", "--decoder-hidden", "32"));
        train.addAll(List.of("--batch-tokens", "300", "--warmup", "10", "--learning-rate", "0.01"));
        train.addAll(List.of(options));
        modelExport(train.toArray(String[]::new));
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
