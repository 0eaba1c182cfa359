package io.dragoman.export.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jfree.data.xy.XYSeries;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsLogTest {
    private static final DevScores TEXTS = new DevScores.OfTexts(38.25, 55.5, 12.5);
    private static final DevScores LABELS = new DevScores.OfLabels(97.5, 96.25);

    @TempDir
    Path folder;

    @Test
    void textsHaveBleuAndAreDecidedByIt() throws IOException {
        List<String> lines = written(TEXTS);

        assertThat(lines.getFirst())
                .isEqualTo("epoch,step,learning_rate,train_loss,dev_loss,dev_bleu,dev_chrf,tokens_per_cpu_second,"
                        + "cpu_minutes,dev_exact");
        assertThat(lines.get(1)).isEqualTo("1,40,0.00500000,2.5000,1.2500,38.25,55.50,1200,0.500,12.50");
        assertThat(TEXTS.deciding()).isEqualTo(38.25);
        assertThat(TEXTS.describe()).isEqualTo("dev BLEU 38.3, chrF 55.5, exact 12.5 %");
    }

    @Test
    void labelsHaveAccuracyAndNoBleuAnywhere() throws IOException {
        List<String> lines = written(LABELS);

        assertThat(lines.getFirst())
                .isEqualTo("epoch,step,learning_rate,train_loss,dev_loss,dev_accuracy,dev_macro_f1,"
                        + "tokens_per_cpu_second,cpu_minutes");
        assertThat(lines.get(1)).isEqualTo("1,40,0.00500000,2.5000,1.2500,97.50,96.25,1200,0.500");
        assertThat(LABELS.deciding()).isEqualTo(97.5);
        assertThat(LABELS.describe()).isEqualTo("dev accuracy 97.5 %, macro F1 96.3 %");
        assertThat(LearningCurve.scores(List.of(row(1, LABELS))))
                .extracting(XYSeries::getKey)
                .containsExactly("accuracy", "macro F1");
        assertThat(LearningCurve.scores(List.of(row(1, TEXTS))))
                .extracting(XYSeries::getKey)
                .containsExactly("BLEU", "chrF", "equal to a reference");
    }

    @Test
    void rowsAreReadAsTheyWereWritten() {
        for (DevScores scores : List.of(TEXTS, LABELS)) {
            Path file = folder.resolve(scores.getClass().getSimpleName());
            MetricsLog log = new MetricsLog(file, 0);
            log.add(row(1, scores));
            log.add(row(2, scores));
            assertThat(new MetricsLog(file, 2).rows()).containsExactly(row(1, scores), row(2, scores));
            assertThat(new MetricsLog(file, 1).rows()).as("epochs done").containsExactly(row(1, scores));
        }
    }

    @Test
    void labelsDoNotGoOnWithScoresOfTexts() throws IOException {
        written(TEXTS);
        MetricsLog log = new MetricsLog(folder.resolve("metrics.csv"), 1);

        assertThatThrownBy(() -> log.require(DevScores.OfLabels.class))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("metrics.csv: found OfTexts, expected OfLabels; use another --run folder");
    }

    private List<String> written(DevScores scores) throws IOException {
        Path file = folder.resolve("metrics.csv");
        new MetricsLog(file, 0).add(row(1, scores));
        return Files.readAllLines(file);
    }

    private static EpochMetrics row(int epoch, DevScores scores) {
        return new EpochMetrics(epoch, 40 * epoch, 0.005, 2.5, 1.25, scores, 1200, 0.5);
    }
}
