package io.dragoman.export.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dragoman.engine.EngineOptions;
import io.dragoman.engine.Explanation;
import io.dragoman.engine.GenerationRequest;
import io.dragoman.engine.OverlongPolicy;
import io.dragoman.engine.Seq2SeqEngine;
import io.dragoman.engine.bundle.LabelSpec;
import io.dragoman.engine.bundle.ModelBundle;
import io.dragoman.engine.text.TextNormalizer;
import io.dragoman.export.evaluation.LabelComparison;
import io.dragoman.export.evaluation.LabelEvaluation;
import io.dragoman.export.evaluation.SystemOutputs;
import io.dragoman.export.evaluation.TestSet;
import io.dragoman.export.report.ClassifierReport;
import io.dragoman.export.report.HeatMap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What {@code evaluate} does for a bundle with labels. */
final class ClassifierScoring {
    private final ModelBundle bundle;
    private final LabelSpec labels;
    private final OverlongPolicy overlong;
    private final Function<Path, SystemOutputs> generate;

    /** @param generate outputs of a bundle for the test set */
    ClassifierScoring(
            ModelBundle bundle, LabelSpec labels, OverlongPolicy overlong, Function<Path, SystemOutputs> generate) {
        this.bundle = bundle;
        this.labels = labels;
        this.overlong = overlong;
        this.generate = generate;
    }

    record Result(LabelEvaluation evaluation, @Nullable LabelComparison comparison, SystemOutputs system) {
        String text() {
            return ClassifierText.of(evaluation, comparison);
        }

        String json(List<String> doubts) throws IOException {
            Map<String, @Nullable Object> object = new LinkedHashMap<>();
            object.put("model", system.model());
            object.put("classification", evaluation);
            object.put("comparison", comparison);
            object.put("doubts", doubts);
            object.put("sentencesPerSecond", system.sentencesPerSecond());
            return new ObjectMapper().writeValueAsString(object);
        }
    }

    /** @throws IllegalArgumentException where the baseline is no classifier */
    static void requireAlike(ModelBundle bundle, Path baseline) {
        ModelBundle other = ModelBundle.load(baseline);
        if ((bundle.manifest().labels() == null) != (other.manifest().labels() == null)) {
            throw new IllegalArgumentException("--baseline: found a bundle for "
                    + other.manifest().task() + ", expected one for "
                    + bundle.manifest().task());
        }
    }

    /** The test set with its labels as training had them. */
    static TestSet normalized(TestSet test, ModelBundle bundle) {
        TextNormalizer steps = TextNormalizer.of(bundle.manifest().tokenizer().targetNormalization());
        return new TestSet(
                test.sources(),
                test.references().stream()
                        .map(references -> references.stream().map(steps::apply).toList())
                        .toList());
    }

    /** What speaks against a score on this data: labels that no answer can be. */
    List<String> doubts(TestSet test) {
        Set<String> unknown = new HashSet<>();
        test.references().forEach(unknown::addAll);
        labels.texts().forEach(unknown::remove);
        return unknown.isEmpty()
                ? List.of()
                : List.of("labels that this bundle cannot answer: "
                        + unknown.stream().sorted().limit(5).toList()
                        + (unknown.size() > 5 ? " and others" : ""));
    }

    Result evaluate(TestSet test, @Nullable Path baseline) {
        SystemOutputs system = generate.apply(bundle.folder());
        LabelComparison comparison =
                baseline == null ? null : LabelComparison.of(test, generate.apply(baseline), system);
        return new Result(LabelEvaluation.of(test, system, labels.texts().getFirst()), comparison, system);
    }

    void report(Result result, String data, byte @Nullable [] learningCurve, Path file) throws IOException {
        Map<Integer, HeatMap> heatMaps = new LinkedHashMap<>();
        Map<Integer, Double> probabilities = new LinkedHashMap<>();
        try (Seq2SeqEngine engine = Seq2SeqEngine.load(bundle.folder(), EngineOptions.unhurried(overlong))) {
            for (LabelEvaluation.Mistake mistake : result.evaluation().mistakes()) {
                if (engine.explain(new GenerationRequest(mistake.text())) instanceof Explanation explanation) {
                    HeatMap.of(explanation).ifPresent(heatMap -> heatMaps.put(mistake.index(), heatMap));
                    probabilities.put(
                            mistake.index(), explanation.hypotheses().getFirst().score());
                }
            }
        }
        new ClassifierReport(
                        result.system().model(),
                        data,
                        result.evaluation(),
                        result.system().sentencesPerSecond(),
                        result.comparison(),
                        learningCurve,
                        new ClassifierReport.Looks(heatMaps, probabilities))
                .write(file);
    }
}
