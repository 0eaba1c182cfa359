package io.dragoman.export.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dragoman.engine.EngineOptions;
import io.dragoman.engine.GenerationOptions;
import io.dragoman.engine.GenerationRequest;
import io.dragoman.engine.Outcome;
import io.dragoman.engine.Seq2SeqEngine;
import io.dragoman.engine.bundle.BundleManifest;
import io.dragoman.engine.bundle.ModelBundle;
import io.dragoman.export.bundle.BundleDraft;
import io.dragoman.export.bundle.BundleNetwork;
import io.dragoman.export.bundle.BundleWriter;
import io.dragoman.export.bundle.TinyBundle;
import io.dragoman.export.network.NetworkWeights;
import io.dragoman.export.onnx.RnnStepGraphs;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A bundle with 8-bit weights is written only when it scores what the float one scores. */
class QuantizeCommandTest {
    private static final Path ROOT = Path.of(System.getProperty("dragoman.root"));
    private static final Path CLASSIFIER = ROOT.resolve("processor/engine/src/test/resources/bundles/tiny-labels");
    private static final Path ENQUIRIES = ROOT.resolve("model-export/examples/enquiries/dev.tsv");

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void aBundleBecomesASmallerOneThatScoresAlike() throws IOException {
        Path bundle = write(TinyBundle.draft());
        Path small = folder.resolve("small");

        assertThat(quantize(bundle, small, "60")).as(err.toString()).isZero();

        ModelBundle written = ModelBundle.load(small);
        assertThat(written.manifest().name()).isEqualTo("tiny-reversal-int8");
        assertThat(String.valueOf(written.manifest().provenance().get("quantization")))
                .contains(
                        "weights=int8, one scale a row",
                        ModelBundle.load(bundle).digest(),
                        "bleuOfFloats=100.0");
        assertThat(small.resolve("MODEL_CARD.md")).content().contains("# tiny-reversal", "## 8-bit weights");
        assertThat(Files.size(small.resolve("decoder_step.onnx")))
                .isLessThan(Files.size(bundle.resolve("decoder_step.onnx")) / 2);
        assertThat(out.toString()).contains("tiny-reversal: BLEU 100.00", "tiny-reversal-int8: BLEU", "sentences/s");

        assertThat(quantize(small, folder.resolve("smaller"), "60")).isEqualTo(1);
        assertThat(err.toString()).contains("found 8-bit weights, expected the bundle they came from");
    }

    @Test
    void aBundleThatLosesTooMuchIsRefusedAndNothingIsWritten() throws IOException {
        Path bundle = write(TinyBundle.draft(vocabulary -> outlying(TinyBundle.weights(vocabulary))));

        assertThat(quantize(bundle, folder.resolve("small"), "0.3")).isEqualTo(1);

        assertThat(err.toString().lines().filter(line -> line.startsWith("error: ")))
                .singleElement()
                .asString()
                .startsWith("error: 8-bit weights: found chrF ")
                .contains("expected at least 99.70 (100.00 with float weights, --max-loss 0.30); nothing was written");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(p -> p.getFileName().toString())).containsExactlyInAnyOrder("bundle", "data.tsv");
        }
    }

    @Test
    void aClassifierKeepsAccuracyAndMacroF1() throws IOException {
        Path small = folder.resolve("small");

        assertThat(quantize(CLASSIFIER, small, ENQUIRIES, "0.3"))
                .as(err.toString())
                .isZero();

        assertThat(out.toString()).contains("tiny-labels: accuracy 98.00, macro F1 ", "tiny-labels-int8: accuracy ");
        assertThat(out.toString() + err).doesNotContain("BLEU", "chrF");
        assertThat(String.valueOf(
                        ModelBundle.load(small).manifest().provenance().get("quantization")))
                .contains("accuracyOfFloats=98.0", "macroF1OfFloats=")
                .doesNotContain("bleu");
        assertThat(ModelBundle.load(small).manifest().labels())
                .isEqualTo(ModelBundle.load(CLASSIFIER).manifest().labels());
        assertThat(small.resolve("MODEL_CARD.md")).content().contains("On dev.tsv: accuracy ");
    }

    /** The control: with float weights it answers as before, with 8 bits it answers with one label, whatever the text. */
    @Test
    void aClassifierThatForgetsItsLabelsIsRefusedAndNothingIsWritten() throws IOException {
        Path damaged = BundleWriter.write(outlyingClassifier(), folder.resolve("damaged"))
                .folder();

        assertThat(quantize(damaged, folder.resolve("small"), ENQUIRIES, "0.3")).isEqualTo(1);

        assertThat(err.toString().lines().filter(line -> line.startsWith("error: ")))
                .singleElement()
                .asString()
                .startsWith("error: 8-bit weights: found accuracy ")
                .contains("expected at least 97.70 (98.00 with float weights, --max-loss 0.30); nothing was written");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left.map(p -> p.getFileName().toString())).containsExactly("damaged");
        }
    }

    private static BundleDraft outlyingClassifier() throws IOException {
        ModelBundle bundle = ModelBundle.load(CLASSIFIER);
        BundleManifest manifest = bundle.manifest();
        NetworkWeights weights = outlying(BundleNetwork.read(bundle).weights());
        return new BundleDraft(
                new BundleDraft.Identity("damaged", "1", manifest.task(), null, null),
                RnnStepGraphs.of(weights),
                Files.readAllBytes(bundle.file(manifest.tokenizer().file())),
                manifest.tokenizer().sourceNormalization(),
                manifest.tokenizer().targetNormalization(),
                manifest.labels(),
                manifest.decoding(),
                manifest.limits(),
                Map.of(),
                "# damaged\n",
                null);
    }

    /** One value of each embedding dwarfs the others: what it adds to every logit is the same, but 8 bits see it alone. */
    private static NetworkWeights outlying(NetworkWeights weights) {
        int width = weights.shape().embedding();
        every(weights.get("embedding"), width, 2000);
        for (String input : List.of("encoder.forward", "encoder.backward", "decoder")) {
            every(weights.get(input + ".weight_ih"), width, 0);
        }
        return weights;
    }

    private static void every(float[] matrix, int width, float value) {
        for (int i = 0; i < matrix.length; i += width) {
            matrix[i] = value;
        }
    }

    private Path write(BundleDraft draft) {
        return BundleWriter.write(draft, folder.resolve("bundle")).folder();
    }

    /** References are what the bundle itself generates. */
    private int quantize(Path bundle, Path output, String maxLoss) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Seq2SeqEngine engine = Seq2SeqEngine.load(bundle, EngineOptions.defaults())) {
            for (String source : TinyBundle.SENTENCES) {
                Outcome outcome = engine.generate(List.of(new GenerationRequest(source, GenerationOptions.DEFAULTS)))
                        .getFirst();
                lines.add(source + "\t" + ((Outcome.Generated) outcome).text());
            }
        }
        return quantize(bundle, output, Files.write(folder.resolve("data.tsv"), lines), maxLoss);
    }

    private int quantize(Path bundle, Path output, Path data, String maxLoss) {
        CommandLine commandLine = ModelExport.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(
                "quantize",
                bundle.toString(),
                "--output",
                output.toString(),
                "--data",
                data.toString(),
                "--max-loss",
                maxLoss);
    }
}
