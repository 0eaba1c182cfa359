package io.dragoman.export.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.dragoman.engine.Explanation;
import io.dragoman.engine.ModelIdentity;
import io.dragoman.engine.explanation.Attention;
import io.dragoman.engine.explanation.ExplainedHypothesis;
import io.dragoman.engine.explanation.Segmented;
import io.dragoman.engine.explanation.Word;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HeatMapTest {
    private static final Segmented SOURCE =
            new Segmented("a b", List.of("▁a", "▁b"), List.of(new Word("a", 0, 1, false), new Word("b", 1, 2, false)));
    private static final Segmented TARGET = new Segmented("我", List.of("▁我"), List.of(new Word("我", 0, 1, false)));

    private static Explanation explanation(Attention attention) {
        return new Explanation(
                new ModelIdentity("m", "1", "d", "translate", null, null),
                Set.of(),
                SOURCE,
                List.of(new ExplainedHypothesis(TARGET, -1, true, new float[] {-1}, attention)));
    }

    @Test
    void rowsAreTargetWordsAndUnseenWeightsAreLeftOut() {
        float[][] weights = {{0.998f, 0.002f}};
        HeatMap map =
                HeatMap.of(explanation(new Attention.Weights(weights, weights))).orElseThrow();
        assertThat(map.source()).containsExactly("a", "b");
        assertThat(map.rows()).containsExactly(new HeatMap.Row("我", List.of(new HeatMap.Cell(0, 0.998f))));
        assertThat(map.labelWidth()).isEqualTo(30);
        assertThat(map.height()).isEqualTo(map.labelHeight() + HeatMap.CELL);
    }

    @Test
    void aModelWithoutAttentionHasNone() {
        assertThat(HeatMap.of(explanation(new Attention.Absent()))).isEmpty();
    }
}
