package io.dragoman.export.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.dragoman.engine.ModelIdentity;
import io.dragoman.export.score.Classification.Scores;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Worked by hand, by the definitions of scikit-learn's classification_report with zero_division=0. */
class LabelEvaluationTest {
    private static final Offset<Double> EXACT = within(1e-9);
    private static final ModelIdentity MODEL = new ModelIdentity("m", "1", "d", "classification", null, null);
    private static final List<String> TRUE = List.of("a", "a", "a", "b", "b", "c", "a", "c");
    private static final List<String> SAID = List.of("a", "b", "a", "b", "b", "a", "a", "");

    private static TestSet test(List<String> labels) {
        List<String> texts = new ArrayList<>();
        labels.forEach(label -> texts.add("text " + texts.size()));
        return new TestSet(texts, labels.stream().map(List::of).toList());
    }

    private static SystemOutputs said(List<String> texts) {
        return new SystemOutputs(
                MODEL, texts, 0, (int) texts.stream().filter(String::isEmpty).count(), 1);
    }

    @Test
    void scoresAsScikitLearnDoes() {
        LabelEvaluation evaluation = LabelEvaluation.of(test(TRUE), said(SAID), "a");

        assertThat(evaluation.labels()).containsExactly("a", "b", "c");
        assertThat(evaluation.accuracy().score()).isEqualTo(62.5, EXACT);
        scores(evaluation.perLabel().get(0).scores(), 0.75, 0.75, 0.75);
        scores(evaluation.perLabel().get(1).scores(), 2 / 3.0, 1, 0.8);
        scores(evaluation.perLabel().get(2).scores(), 0, 0, 0);
        scores(evaluation.macro(), (0.75 + 2 / 3.0) / 3, (0.75 + 1) / 3, 1.55 / 3);
        scores(evaluation.weighted(), (4 * 0.75 + 2 * 2 / 3.0) / 8, 5 / 8.0, (4 * 0.75 + 2 * 0.8) / 8);
        assertThat(evaluation.macroF1().score()).isEqualTo(155 / 3.0, EXACT);
        assertThat(evaluation.confusion()).isDeepEqualTo(new long[][] {{3, 1, 0}, {0, 2, 0}, {1, 0, 0}});
        assertThat(evaluation.refused()).isEqualTo(1);
        assertThat(evaluation.majority().accuracy()).isEqualTo(50, EXACT);
        assertThat(evaluation.majority().macroF1()).isEqualTo(100 * (2 / 3.0) / 3, EXACT);
        assertThat(evaluation.mistakes())
                .extracting(LabelEvaluation.Mistake::index)
                .containsExactly(1, 5, 7);
    }

    private static void scores(Scores found, double precision, double recall, double f1) {
        assertThat(found.precision()).isEqualTo(precision, EXACT);
        assertThat(found.recall()).isEqualTo(recall, EXACT);
        assertThat(found.f1()).isEqualTo(f1, EXACT);
    }

    @Test
    void everyRowOfATextIsASample() {
        TestSet twice = new TestSet(List.of("x", "y"), List.of(List.of("a", "b", "a"), List.of("b")));

        LabelEvaluation evaluation = LabelEvaluation.of(twice, said(List.of("a", "b")), "a");

        assertThat(evaluation.samples()).isEqualTo(4);
        assertThat(evaluation.accuracy().score()).isEqualTo(75, EXACT);
        assertThat(evaluation.mistakes()).isEmpty();
    }

    @Test
    void aBetterClassifierIsSaidToBeSo() {
        List<String> labels = new ArrayList<>();
        List<String> worse = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            labels.add(i % 3 == 0 ? "a" : "b");
            worse.add(i % 5 == 0 ? "c" : labels.get(i));
        }
        LabelComparison comparison = LabelComparison.of(test(labels), said(worse), said(labels));

        assertThat(comparison.accuracy().systemScore()).isEqualTo(100, EXACT);
        assertThat(comparison.accuracy().baselineScore()).isEqualTo(80, EXACT);
        assertThat(comparison.macroF1().baselineScore())
                .isLessThan(comparison.macroF1().systemScore());
        assertThat(comparison.inWords())
                .startsWith("The model is significantly better than the baseline, by 20.00 points of accuracy");
        assertThat(LabelComparison.of(test(labels), said(labels), said(labels)).inWords())
                .isEqualTo("The two models score the same points of accuracy.");
    }
}
