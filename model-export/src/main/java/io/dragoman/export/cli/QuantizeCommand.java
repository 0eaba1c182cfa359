package io.dragoman.export.cli;

import io.dragoman.engine.GenerationOptions;
import io.dragoman.engine.OverlongPolicy;
import io.dragoman.engine.bundle.BundleManifest;
import io.dragoman.engine.bundle.FileDigest;
import io.dragoman.engine.bundle.LabelSpec;
import io.dragoman.engine.bundle.ModelBundle;
import io.dragoman.engine.guard.Lexicon;
import io.dragoman.export.bundle.BundleDraft;
import io.dragoman.export.bundle.BundleNetwork;
import io.dragoman.export.bundle.BundleWriter;
import io.dragoman.export.bundle.ModelCard;
import io.dragoman.export.evaluation.SystemOutputs;
import io.dragoman.export.evaluation.TestSet;
import io.dragoman.export.onnx.RnnStepGraphs;
import io.dragoman.export.quantization.Int8Graph;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code quantize}: a bundle in, the same with 8-bit weights out, but only when it scores what the first one scores. */
@Command(
        name = "quantize",
        description = "Write a bundle again with 8-bit weights, after scoring both.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class QuantizeCommand implements Callable<Integer> {
    private static final String CARD = "MODEL_CARD.md";

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "BUNDLE", description = "the model with float weights")
    private Path bundle;

    @Option(names = "--output", required = true, paramLabel = "FOLDER", description = "bundle folder to create")
    private Path output;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "FILE",
            description = "pairs that both are scored on (dev, not test); rows of one source are several references")
    private Path data;

    @Option(names = "--source-column", defaultValue = "0", description = "column of the source, from 0")
    private int sourceColumn;

    @Option(names = "--target-column", defaultValue = "1", description = "column of the reference, from 0")
    private int targetColumn;

    @Option(
            names = "--max-loss",
            defaultValue = "0.3",
            paramLabel = "POINTS",
            description = "more lost of BLEU or chrF is refused; of labels, of accuracy or macro F1")
    private double maxLoss;

    @Option(names = "--name", paramLabel = "NAME", description = "name of the new bundle (the old one and -int8)")
    private @Nullable String name;

    @Override
    public Integer call() throws IOException {
        ModelBundle original = ModelBundle.load(bundle);
        if (original.manifest().provenance().containsKey("quantization")) {
            throw new IllegalArgumentException(
                    "bundle " + bundle + ": found 8-bit weights, expected the bundle they came from");
        }
        LabelSpec labels = original.manifest().labels();
        TestSet test = testSet(original, labels != null);
        RnnStepGraphs floats = BundleNetwork.graphs(original);
        RnnStepGraphs integers =
                new RnnStepGraphs(Int8Graph.quantize(floats.encoder()), Int8Graph.quantize(floats.decoderStep()));
        SystemOutputs before = generate(bundle, test);
        SystemOutputs after = tried(draft(original, integers, Map.of(), ""), test);
        KeptScores scores = KeptScores.of(labels, test, before, after);
        scores.require(maxLoss, data.toString());
        ModelBundle written =
                BundleWriter.write(draft(original, integers, facts(original, scores), card(original, scores)), output);
        spec.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "%s: %s, %,d bytes, %.1f sentences/s%n%s: %s, %,d bytes, %.1f sentences/s%n%s%n",
                        original.manifest().name(),
                        scores.before(),
                        bytes(original),
                        before.sentencesPerSecond(),
                        written.manifest().name(),
                        scores.after(),
                        bytes(written),
                        after.sentencesPerSecond(),
                        scores.verdict());
        spec.commandLine().getOut().flush();
        return 0;
    }

    private TestSet testSet(ModelBundle original, boolean labelled) {
        TestSet test = TestSet.of(DataFile.rows(data), sourceColumn, targetColumn, data.toString(), null);
        return labelled ? ClassifierScoring.normalized(test, original) : test;
    }

    /** Scores a bundle that nobody else sees. */
    private SystemOutputs tried(BundleDraft draft, TestSet test) throws IOException {
        Path folder = Files.createTempDirectory("int8");
        try {
            BundleWriter.write(draft, folder.resolve("bundle"));
            return generate(folder.resolve("bundle"), test);
        } finally {
            try (Stream<Path> tree = Files.walk(folder)) {
                for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }

    /** A long source, cut, is as good a test as a short one. */
    private SystemOutputs generate(Path model, TestSet test) {
        return Scoring.generate(
                model,
                test,
                GenerationOptions.DEFAULTS,
                OverlongPolicy.TRUNCATE,
                spec.commandLine().getErr());
    }

    private BundleDraft draft(ModelBundle original, RnnStepGraphs graphs, Map<String, Object> facts, String about)
            throws IOException {
        BundleManifest manifest = original.manifest();
        Map<String, Object> provenance = new LinkedHashMap<>(manifest.provenance());
        provenance.put("quantization", facts);
        Path card = original.file(CARD);
        String newName = name == null ? manifest.name() + "-int8" : name;
        return new BundleDraft(
                new BundleDraft.Identity(
                        newName,
                        manifest.version(),
                        manifest.task(),
                        manifest.sourceLanguage(),
                        manifest.targetLanguage()),
                graphs,
                Files.readAllBytes(original.file(manifest.tokenizer().file())),
                manifest.tokenizer().sourceNormalization(),
                manifest.tokenizer().targetNormalization(),
                manifest.labels(),
                manifest.decoding(),
                manifest.limits(),
                provenance,
                ModelCard.titled(newName, manifest.version(), Files.exists(card) ? Files.readString(card) : "") + about,
                lexicon(original));
    }

    private static @Nullable Lexicon lexicon(ModelBundle original) {
        String file = original.manifest().decoding().lexicon();
        return file == null ? null : Lexicon.load(original.file(file));
    }

    private Map<String, Object> facts(ModelBundle original, KeptScores scores) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("weights", "int8, one scale a row");
        facts.put("from", original.digest());
        facts.put("data", String.valueOf(data.getFileName()));
        facts.putAll(scores.facts());
        facts.put("tool", "model-export " + ModelExport.Version.tool());
        return facts;
    }

    private String card(ModelBundle original, KeptScores scores) {
        return String.format(
                Locale.ROOT,
                "%n## 8-bit weights%n%nMade from %s %s, which all of the above speaks of: every matrix as 8-bit integers"
                        + " with one scale a row. On %s: %s; with float weights %s. %s%n",
                original.manifest().name(),
                original.manifest().version(),
                data.getFileName(),
                scores.after(),
                scores.before(),
                scores.verdict());
    }

    private static long bytes(ModelBundle model) {
        return model.manifest().files().values().stream()
                .mapToLong(FileDigest::bytes)
                .sum();
    }
}
