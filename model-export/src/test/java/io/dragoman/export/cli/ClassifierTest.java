package io.dragoman.export.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dragoman.engine.EngineOptions;
import io.dragoman.engine.Explanation;
import io.dragoman.engine.GeneratedHypothesis;
import io.dragoman.engine.GenerationOptions;
import io.dragoman.engine.GenerationRequest;
import io.dragoman.engine.Outcome;
import io.dragoman.engine.Reason;
import io.dragoman.engine.Seq2SeqEngine;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Labels, of which one in twenty is wrong, through the doors that users have: train, export, evaluate, engine. */
class ClassifierTest {
    private static final Path EXAMPLE = Path.of(System.getProperty("dragoman.root"), "model-export/examples/enquiries");
    private static final Set<String> LABELS = Set.of("delivery status", "faulty product", "refund", "opening hours");

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void learnsWhatEnquiriesAreAbout() throws IOException {
        Path bundle = model("good", EXAMPLE.resolve("train.tsv"), "8");
        assertThat(err.toString()).contains("4 labels: delivery status ", ", opening hours ");
        assertThat(err.toString())
                .contains("epoch 8 done: ", "dev accuracy ", "macro F1 ")
                .doesNotContain("BLEU");
        assertThat(bundle.resolve("MODEL_CARD.md")).content().contains("Answers one of 4 labels, the most frequent");

        theRunsOwnScoresAreThoseOfEvaluate(evaluation(bundle, "dev.tsv").path("classification"));
        JsonNode report = evaluation(bundle);

        assertThat(report.at("/classification/accuracy/score").doubleValue())
                .as(err.toString())
                .isGreaterThanOrEqualTo(88);
        assertThat(report.at("/classification/macroF1/score").doubleValue()).isGreaterThanOrEqualTo(80);
        assertThat(report.at("/classification/majority/label").textValue()).isEqualTo("delivery status");
        assertThat(report.at("/classification/majority/accuracy").doubleValue()).isBetween(30.0, 50.0);
        assertThat(folder.resolve("report.html")).content().contains("Which label was taken for which");
        answersNothingButLabels(bundle);
        refusesWhatLabelsDoNotHave(bundle);
        goesOnLearning(bundle);
    }

    /** The control: without a rule between text and label nothing above the majority is learned. */
    @Test
    void learnsNothingFromTheLabelsOfOthers() throws IOException {
        List<String> lines = Files.readAllLines(EXAMPLE.resolve("train.tsv"));
        List<String> shuffled = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String other = lines.get((i + 7) % lines.size());
            shuffled.add(lines.get(i).split("\t")[0] + "\t" + other.split("\t")[1]);
        }
        Path bundle = model("shuffled", Files.write(folder.resolve("shuffled.tsv"), shuffled), "3");

        assertThat(evaluation(bundle).at("/classification/accuracy/score").doubleValue())
                .isLessThan(60);
    }

    private static void answersNothingButLabels(Path bundle) {
        try (Seq2SeqEngine engine = Seq2SeqEngine.load(bundle, EngineOptions.defaults())) {
            List<GenerationRequest> requests = new ArrayList<>();
            for (String text :
                    List.of("Where is my lamp?", "refund", "\u6f22\u5b57 \ud83d\ude00", "<label:1>", "</s> <pad>")) {
                requests.add(new GenerationRequest(text, new GenerationOptions(null, 4, null, null)));
            }
            requests.add(new GenerationRequest("Where is my lamp?", new GenerationOptions(8, null, 2.0, 1)));
            for (Outcome outcome : engine.generate(requests)) {
                Outcome.Generated generated = (Outcome.Generated) outcome;
                assertThat(LABELS).contains(generated.text());
                assertThat(generated.flags()).isEmpty();
                if (generated.hypotheses().size() > 1) {
                    assertThat(generated.hypotheses())
                            .isSortedAccordingTo((a, b) -> Double.compare(b.score(), a.score()))
                            .extracting(GeneratedHypothesis::text)
                            .containsExactlyInAnyOrderElementsOf(LABELS);
                    assertThat(generated.hypotheses().stream()
                                    .mapToDouble(GeneratedHypothesis::score)
                                    .sum())
                            .isCloseTo(1, within(3e-4));
                }
            }
            Outcome.Generated alone = (Outcome.Generated)
                    engine.generate(List.of(requests.getFirst())).getFirst();
            Explanation explained = (Explanation) engine.explain(requests.getFirst());
            assertThat(explained.hypotheses()).hasSize(4);
            assertThat(explained.hypotheses().getFirst().target().text()).isEqualTo(alone.text());
            assertThat(explained.hypotheses().getFirst().score())
                    .isEqualTo(alone.hypotheses().getFirst().score());
            Explanation asked = (Explanation) engine.explain(requests.getFirst(), " opening hours ");
            assertThat(asked.hypotheses().getFirst().target().text()).isEqualTo("opening hours");
            assertThat(engine.explain(requests.getFirst(), "weather"))
                    .isInstanceOfSatisfying(
                            io.dragoman.engine.Explained.Not.class,
                            not -> assertThat(not.outcome())
                                    .isInstanceOfSatisfying(
                                            Outcome.Rejected.class,
                                            rejected -> assertThat(rejected.reason())
                                                    .isEqualTo(Reason.UNKNOWN_LABEL)));
            assertThat(engine.generate(List.of(new GenerationRequest("x", new GenerationOptions(null, 5, null, null)))))
                    .first()
                    .isInstanceOfSatisfying(
                            Outcome.Rejected.class,
                            rejected -> assertThat(rejected.message()).contains("found nBest 5, expected 1 to 4"));
        }
    }

    private void refusesWhatLabelsDoNotHave(Path bundle) {
        Path test = EXAMPLE.resolve("test.tsv");
        Path texts = Path.of(
                System.getProperty("dragoman.root"), "processor/engine/src/test/resources/bundles/tiny-reversal");
        refused("answers with labels: found --rouge", "evaluate", "--bundle", bundle, "--data", test, "--rouge");
        refused("--baseline: found a bundle for", "evaluate", "--bundle", bundle, "--data", test, "--baseline", texts);
        Object[] export = {
            "export", "--run", folder.resolve("good"), "--output", folder.resolve("x"), "--parity-data", test
        };
        refused("--task: found summarization for a run with labels", with(export, "--task", "summarization"));
        refused("found [--beam-size], expected them left out", with(export, "--beam-size", "3"));
    }

    /** Fine-tuning keeps the labels and knows no other. */
    private void goesOnLearning(Path bundle) throws IOException {
        Path more =
                Files.writeString(folder.resolve("more.tsv"), "Is it raining?\tweather\nHow cold is it?\tweather\n");
        Object[] train = {
            "train", "--from", bundle, "--run", folder.resolve("tuned"), "--dev", EXAMPLE.resolve("dev.tsv")
        };
        refused(
                "more.tsv: 1 labels ('weather') that training does not know, expected its 4 labels",
                with(train, "--train", more));
        Path same = EXAMPLE.resolve("test.tsv");
        run(with(train, "--train", same, "--epochs", "1", "--batch-tokens", "64"));
    }

    private static Object[] with(Object[] arguments, Object... more) {
        List<Object> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of(more));
        return all.toArray();
    }

    private void theRunsOwnScoresAreThoseOfEvaluate(JsonNode classification) throws IOException {
        List<String> rows = Files.readAllLines(folder.resolve("good/metrics.csv"));
        String[] last = rows.getLast().split(",");
        assertThat(rows.getFirst()).contains(",dev_accuracy,dev_macro_f1,");
        assertThat(Double.parseDouble(last[5]))
                .isCloseTo(classification.at("/accuracy/score").doubleValue(), within(0.01));
        assertThat(Double.parseDouble(last[6]))
                .isCloseTo(classification.at("/macroF1/score").doubleValue(), within(0.01));
    }

    private JsonNode evaluation(Path bundle) throws IOException {
        return evaluation(bundle, "test.tsv");
    }

    private JsonNode evaluation(Path bundle, String data) throws IOException {
        out.getBuffer().setLength(0);
        run(
                "evaluate",
                "--bundle",
                bundle,
                "--data",
                EXAMPLE.resolve(data),
                "--baseline",
                bundle,
                "--report",
                folder.resolve("report.html"),
                "--json");
        return new ObjectMapper().readTree(out.toString());
    }

    private Path model(String name, Path train, String epochs) {
        Path bundle = folder.resolve(name + "-bundle");
        List<Object> arguments = new ArrayList<>(List.of("train", "--classify", "--run", folder.resolve(name)));
        arguments.addAll(List.of("--train", train, "--dev", EXAMPLE.resolve("dev.tsv"), "--epochs", epochs));
        arguments.addAll(List.of(("--vocabulary 420 --embedding 32 --encoder-hidden 32 --decoder-hidden 32"
                        + " --batch-tokens 64 --warmup 30 --learning-rate 0.005 --dropout 0.1 --patience 20")
                .split(" ")));
        run(arguments.toArray());
        run("export", "--run", folder.resolve(name), "--output", bundle, "--parity-data", train);
        return bundle;
    }

    private void run(Object... arguments) {
        assertThat(code(arguments)).as(err.toString()).isZero();
    }

    private void refused(String message, Object... arguments) {
        err.getBuffer().setLength(0);
        assertThat(code(arguments)).isEqualTo(1);
        assertThat(err.toString()).contains(message);
    }

    private int code(Object... arguments) {
        CommandLine commandLine = ModelExport.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(
                java.util.Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
    }
}
