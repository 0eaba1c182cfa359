package io.dragoman.export.report;

import io.dragoman.engine.ModelIdentity;
import io.dragoman.export.evaluation.Comparison;
import io.dragoman.export.evaluation.Evaluation;
import io.dragoman.export.evaluation.Summaries;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One HTML file that needs nothing else: no script, no font, no picture from elsewhere. Every text of the data is
 * escaped by the template engine.
 *
 * @param data name of the test data
 * @param comparison with a baseline, or null
 * @param summaries ROUGE and faults of summaries, or null
 * @param learningCurve PNG, or null
 * @param heatMaps of examples, by index in the test set; an example may have none
 */
public record EvaluationReport(
        ModelIdentity model,
        String data,
        Evaluation evaluation,
        double sentencesPerSecond,
        @Nullable Comparison comparison,
        @Nullable Summaries summaries,
        byte @Nullable [] learningCurve,
        Map<Integer, HeatMap> heatMaps) {

    /** Writes the page, whole or not at all. */
    public void write(Path file) throws IOException {
        Templates.write(file, html());
    }

    String html() throws IOException {
        Map<String, @Nullable Object> model = new HashMap<>();
        model.put("model", this.model);
        model.put("data", data);
        model.put("evaluation", evaluation);
        model.put("sentencesPerSecond", sentencesPerSecond);
        model.put("comparison", comparison);
        model.put("summaries", summaries);
        model.put("learningCurve", Templates.picture(learningCurve));
        model.put("heatMaps", Templates.byName(heatMaps));
        return Templates.fill("evaluation.ftlh", model);
    }
}
