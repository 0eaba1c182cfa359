package io.dragoman.export.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.dragoman.engine.ModelIdentity;
import io.dragoman.export.evaluation.Comparison;
import io.dragoman.export.evaluation.Evaluation;
import io.dragoman.export.evaluation.Metrics;
import io.dragoman.export.evaluation.Summaries;
import io.dragoman.export.evaluation.SystemOutputs;
import io.dragoman.export.evaluation.TestSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluationReportTest {
    private static final ModelIdentity MODEL = new ModelIdentity("m", "1", "d", "translation", "en", null);
    private static final TestSet TEST = TestSet.of(
            List.of(List.of("<script>alert(1)</script> & 7", "<b>7</b>"), List.of("good", "bon")), 0, 1, "test", null);

    private static SystemOutputs outputs(String... texts) {
        return new SystemOutputs(MODEL, List.of(texts), 0, 0, 1);
    }

    @Test
    void thePageHoldsEverythingAndEscapesTheData(@TempDir Path folder) throws IOException {
        SystemOutputs system = outputs("<i>7</i>", "bon");
        Evaluation evaluation = Evaluation.of(TEST, system, List.of("good", "good"), Metrics.CASED);
        Comparison comparison = Comparison.of(TEST, outputs("x", "y"), system, Metrics.CASED);
        Summaries summaries = Summaries.of(TEST, system, outputs("x", "<u>y"), List.of("known words"));
        HeatMap heatMap = new HeatMap(
                List.of("<script>", "7"),
                List.of(new HeatMap.Row("<i>", List.of(new HeatMap.Cell(0, 0.25f), new HeatMap.Cell(1, 0.75f)))),
                50,
                40);
        Path file = folder.resolve("report.html");
        new EvaluationReport(
                        MODEL,
                        "test.tsv",
                        evaluation,
                        12.5,
                        comparison,
                        summaries,
                        new byte[] {1, 2, 3},
                        Map.of(0, heatMap))
                .write(file);
        assertThat(Files.readString(file))
                .contains("m 1 on test.tsv", "&lt;script&gt;alert(1)&lt;/script&gt; &amp; 7", "&lt;i&gt;7&lt;/i&gt;")
                .contains(comparison.inWords(), "data:image/png;base64,AQID", "12.5 a second")
                .contains("As summaries", "LEAD-8", "the rule", "baseline m 1", "model: better, p ≤", "2 (100.00 %)")
                .contains("<title>&lt;i&gt; ← 7 0.75</title>", "fill-opacity=\"0.25\"", "where the model looked")
                .doesNotContain("<script>", "http://", "https://", "<i>7");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).containsExactly(file);
        }
    }

    @Test
    void whatIsAbsentIsNotShown() throws IOException {
        Evaluation evaluation = Evaluation.of(TEST, outputs("7", "bon"), List.of(), Metrics.CASED);
        assertThat(new EvaluationReport(MODEL, "test.tsv", evaluation, 1, null, null, null, Map.of()).html())
                .doesNotContain("baseline", "As summaries", "Learning curve", "rarest word", "<svg")
                .contains("</html>");
    }
}
