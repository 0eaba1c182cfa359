package io.dragoman.export.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dragoman.engine.EngineOptions;
import io.dragoman.engine.Explanation;
import io.dragoman.engine.GenerationOptions;
import io.dragoman.engine.GenerationRequest;
import io.dragoman.engine.OverlongPolicy;
import io.dragoman.engine.Seq2SeqEngine;
import io.dragoman.engine.bundle.LabelSpec;
import io.dragoman.engine.bundle.ModelBundle;
import io.dragoman.export.evaluation.Comparison;
import io.dragoman.export.evaluation.Evaluation;
import io.dragoman.export.evaluation.Example;
import io.dragoman.export.evaluation.Metrics;
import io.dragoman.export.evaluation.Summaries;
import io.dragoman.export.evaluation.SystemOutputs;
import io.dragoman.export.evaluation.TestSet;
import io.dragoman.export.report.EvaluationReport;
import io.dragoman.export.report.HeatMap;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code evaluate}: a bundle's outputs, made by the engine that serves it, against every reference of each source. */
@Command(
        name = "evaluate",
        description = "Score a bundle on pairs; rows of one source are several references.",
        mixinStandardHelpOptions = true)
@SuppressWarnings("NullAway.Init") // picocli sets the fields
final class EvaluateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--bundle", required = true, paramLabel = "DIR", description = "the model")
    private Path bundle;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "FILE",
            description = "tab-separated, a source and a reference a line; gzip or plain")
    private Path data;

    @Option(
            names = "--source-column",
            paramLabel = "N",
            defaultValue = "0",
            description = "column of the source, from 0 (0)")
    private int sourceColumn;

    @Option(
            names = "--target-column",
            paramLabel = "N",
            defaultValue = "1",
            description = "column of the reference, from 0 (1)")
    private int targetColumn;

    @Option(names = "--lowercase", description = "ignore case in all scores")
    private boolean lowercase;

    @Option(
            names = "--rouge",
            description =
                    "also ROUGE-1, -2 and -L and the faults of summaries, beside summaries that need no model: the"
                            + " first words and the first clause of each source")
    private boolean rouge;

    @Option(names = "--truncate", description = "cut sources over the bundle's limit instead of refusing them")
    private boolean truncate;

    @Option(names = "--limit", paramLabel = "N", description = "only the first N sources")
    private @Nullable Integer limit;

    @Option(names = "--outputs", paramLabel = "FILE", description = "also write one output a line, in order of sources")
    private @Nullable Path outputs;

    @Option(names = "--json", description = "print one JSON object")
    private boolean json;

    @ArgGroup(exclusive = false, validate = false, heading = "Decoding (the bundle's defaults)%n")
    private DecodingOptions decoding = new DecodingOptions();

    static final class DecodingOptions {
        @Option(names = "--beam-size", paramLabel = "N")
        private @Nullable Integer beamSize;

        @Option(names = "--length-penalty", paramLabel = "A")
        private @Nullable Double lengthPenalty;

        @Option(names = "--max-new-tokens", paramLabel = "N")
        private @Nullable Integer maxNewTokens;

        GenerationOptions options() {
            return new GenerationOptions(beamSize, null, lengthPenalty, maxNewTokens);
        }
    }

    @Option(
            names = "--baseline",
            paramLabel = "DIR",
            description = "a bundle to hold this one against (paired bootstrap)")
    private @Nullable Path baseline;

    @Option(
            names = {"--training-data", "--train"},
            paramLabel = "FILE",
            description = "training pairs, for scores by how rare words were there and, with --rouge, words new to it")
    private @Nullable Path train;

    @Option(names = "--run", paramLabel = "FOLDER", description = "run folder whose learning curve the report shows")
    private @Nullable Path run;

    @Option(names = "--report", paramLabel = "FILE", description = "also write a self-contained HTML report")
    private @Nullable Path report;

    @Override
    public Integer call() throws IOException {
        ModelBundle model = ModelBundle.load(bundle);
        LabelSpec labels = model.manifest().labels();
        if (baseline != null) {
            ClassifierScoring.requireAlike(model, baseline);
        }
        if (labels != null) {
            return classified(model, labels);
        }
        List<List<String>> rows = DataFile.rows(data);
        TestSet test = TestSet.of(rows, sourceColumn, targetColumn, data.toString(), limit);
        List<String> training = train == null ? List.of() : DataFile.column(train, sourceColumn);
        List<String> doubts =
                new HeldOut(model.manifest(), data.toString()).doubts(rows, sourceColumn, targetColumn, training);
        doubts.forEach(doubt -> spec.commandLine().getErr().println("WARNING: " + doubt));
        byte[] curve = run == null ? null : Files.readAllBytes(run.resolve("learning-curve.png"));
        SystemOutputs system = generate(bundle, test);
        if (outputs != null) {
            Files.write(
                    outputs,
                    system.texts().stream().map(text -> text.replace('\n', ' ')).toList());
        }
        Metrics metrics = lowercase ? Metrics.LOWERCASED : Metrics.CASED;
        SystemOutputs before = baseline == null ? null : generate(baseline, test);
        Comparison comparison = before == null ? null : Comparison.of(test, before, system, metrics);
        Summaries summaries = rouge ? Summaries.of(test, system, before, texts(training)) : null;
        Evaluation evaluation = Evaluation.of(test, system, training, metrics);
        if (report != null) {
            String name = String.valueOf(data.getFileName());
            Map<Integer, HeatMap> heatMaps = heatMaps(evaluation);
            new EvaluationReport(
                            system.model(),
                            name,
                            evaluation,
                            system.sentencesPerSecond(),
                            comparison,
                            summaries,
                            curve,
                            heatMaps)
                    .write(report);
        }
        print(evaluation, comparison, summaries, system, doubts);
        return 0;
    }

    /** Both sides of the training data. */
    private List<String> texts(List<String> sources) {
        List<String> texts = new ArrayList<>(sources);
        if (train != null) {
            texts.addAll(DataFile.column(train, targetColumn));
        }
        return texts;
    }

    private int classified(ModelBundle model, LabelSpec labels) throws IOException {
        if (rouge || lowercase) {
            throw new IllegalArgumentException("bundle " + bundle + " answers with labels: found "
                    + (rouge ? "--rouge" : "--lowercase") + ", expected it left out; accuracy and F1 are its scores");
        }
        List<List<String>> rows = DataFile.rows(data);
        TestSet test = ClassifierScoring.normalized(
                TestSet.of(rows, sourceColumn, targetColumn, data.toString(), limit), model);
        ClassifierScoring scoring = new ClassifierScoring(model, labels, overlong(), folder -> generate(folder, test));
        List<String> training = train == null ? List.of() : DataFile.column(train, sourceColumn);
        List<String> doubts = new ArrayList<>(
                new HeldOut(model.manifest(), data.toString()).doubts(rows, sourceColumn, targetColumn, training));
        doubts.addAll(scoring.doubts(test));
        doubts.forEach(doubt -> spec.commandLine().getErr().println("WARNING: " + doubt));
        ClassifierScoring.Result result = scoring.evaluate(test, baseline);
        if (outputs != null) {
            Files.write(outputs, result.system().texts());
        }
        if (report != null) {
            byte[] curve = run == null ? null : Files.readAllBytes(run.resolve("learning-curve.png"));
            scoring.report(result, String.valueOf(data.getFileName()), curve, report);
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(result.json(doubts));
        } else {
            out.print(result.text());
            out.printf("%.1f texts/s%n", result.system().sentencesPerSecond());
        }
        out.flush();
        return 0;
    }

    private OverlongPolicy overlong() {
        return truncate ? OverlongPolicy.TRUNCATE : OverlongPolicy.REJECT;
    }

    private SystemOutputs generate(Path model, TestSet test) {
        return Scoring.generate(
                model, test, decoding.options(), overlong(), spec.commandLine().getErr());
    }

    /** Where the model looked in the examples, by index in the test set. */
    private Map<Integer, HeatMap> heatMaps(Evaluation evaluation) {
        List<Example> examples = new ArrayList<>(evaluation.worst());
        examples.addAll(evaluation.typical());
        Map<Integer, HeatMap> heatMaps = new LinkedHashMap<>();
        try (Seq2SeqEngine engine = Seq2SeqEngine.load(bundle, EngineOptions.unhurried(overlong()))) {
            for (Example example : examples) {
                GenerationRequest request = new GenerationRequest(example.source(), decoding.options());
                if (engine.explain(request) instanceof Explanation explanation) {
                    HeatMap.of(explanation).ifPresent(heatMap -> heatMaps.put(example.index(), heatMap));
                }
            }
        }
        return heatMaps;
    }

    private void print(
            Evaluation evaluation,
            @Nullable Comparison comparison,
            @Nullable Summaries summaries,
            SystemOutputs system,
            List<String> doubts)
            throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            Map<String, @Nullable Object> object = new LinkedHashMap<>();
            object.put("model", system.model());
            object.put("evaluation", evaluation);
            object.put("comparison", comparison);
            object.put("summaries", summaries);
            object.put("doubts", doubts);
            object.put("sentencesPerSecond", system.sentencesPerSecond());
            out.println(new ObjectMapper().writeValueAsString(object));
        } else {
            out.print(EvaluationText.of(evaluation, comparison));
            if (summaries != null) {
                out.print(SummaryText.of(summaries));
            }
            out.printf("%.1f sentences/s%n", system.sentencesPerSecond());
        }
        out.flush();
    }
}
