package io.dragoman.export.report;

import io.dragoman.engine.ModelIdentity;
import io.dragoman.export.evaluation.LabelComparison;
import io.dragoman.export.evaluation.LabelEvaluation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A classifier's evaluation as one HTML file that needs nothing else, as {@link EvaluationReport} is.
 *
 * @param data name of the test data
 * @param comparison with a baseline, or null
 * @param learningCurve PNG, or null
 */
public record ClassifierReport(
        ModelIdentity model,
        String data,
        LabelEvaluation evaluation,
        double textsPerSecond,
        @Nullable LabelComparison comparison,
        byte @Nullable [] learningCurve,
        Looks looks) {

    /**
     * How the mistakes came about, each by its index in the test set; one may have neither.
     *
     * @param probabilities of the answers, 0 to 1
     */
    public record Looks(Map<Integer, HeatMap> heatMaps, Map<Integer, Double> probabilities) {}

    /** Writes the page, whole or not at all. */
    public void write(Path file) throws IOException {
        Templates.write(file, html());
    }

    String html() throws IOException {
        Map<String, @Nullable Object> values = new HashMap<>();
        values.put("model", model);
        values.put("data", data);
        values.put("evaluation", evaluation);
        values.put("shades", shades(evaluation.confusion()));
        values.put("sentencesPerSecond", textsPerSecond);
        values.put("comparison", comparison);
        values.put("learningCurve", Templates.picture(learningCurve));
        values.put("heatMaps", Templates.byName(looks.heatMaps()));
        values.put("probabilities", Templates.byName(looks.probabilities()));
        return Templates.fill("classifier.ftlh", values);
    }

    /** Each count's share of its row, 0 to 1. */
    private static List<List<Double>> shades(long[][] confusion) {
        List<List<Double>> shades = new ArrayList<>();
        for (long[] row : confusion) {
            double sum = Math.max(1, Arrays.stream(row).sum());
            shades.add(Arrays.stream(row).mapToObj(count -> count / sum).toList());
        }
        return shades;
    }
}
