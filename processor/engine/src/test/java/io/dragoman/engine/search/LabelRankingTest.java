package io.dragoman.engine.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.dragoman.engine.model.ModelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelRankingTest {
    private static final LabelRanking RANKING = new LabelRanking(1, 4, 3); // labels are ids 4, 5 and 6

    private static List<List<Hypothesis>> rank(TableModel model, int[][] sources, int nBest) {
        List<SearchRequest> requests = new ArrayList<>();
        for (int[] source : sources) {
            requests.add(new SearchRequest(
                    source, new SearchOptions(3, requests.isEmpty() ? nBest : 1, 0, 1), Constraint.NONE));
        }
        List<List<Hypothesis>> ranked = RANKING.search(model, requests, Deadline.after(Duration.ofMinutes(1)));
        assertThat(model.openStates).isZero();
        return ranked;
    }

    @Test
    void ranksLabelsByTheirShareWhateverElseIsLikelier() {
        TableModel model = new TableModel()
                .given(10, new int[] {}, 0.2, 0, 0.4, 0, 0.1, 0.3, 0)
                .given(20, new int[] {}, 0, 0, 0, 0, 0.2, 0.2, 0.6);

        List<List<Hypothesis>> ranked = rank(model, new int[][] {{10, 2}, {20, 2}}, 3);

        assertThat(ranked.get(0)).extracting(h -> h.tokens()[0]).containsExactly(5, 4, 6);
        assertThat(ranked.get(0).get(0).score()).isCloseTo(0.75, within(1e-6));
        assertThat(ranked.get(0).get(1).score()).isCloseTo(0.25, within(1e-6));
        assertThat(ranked.get(0).get(1).logProb()).isCloseTo(Math.log(0.25), within(1e-6));
        assertThat(ranked.get(0).get(2).score()).isZero();
        assertThat(ranked.get(0)).allMatch(Hypothesis::complete);
        assertThat(ranked.get(1)).extracting(h -> h.tokens()[0]).containsExactly(6);
        assertThat(model.rowsPerStep).as("one step for all").containsExactly(2);
    }

    @Test
    void equallyLikelyLabelsKeepTheirOrder() {
        TableModel model = new TableModel().given(10, new int[] {}, 0, 0, 0, 0, 0.2, 0.4, 0.4);
        assertThat(rank(model, new int[][] {{10, 2}}, 2).getFirst())
                .extracting(h -> h.tokens()[0])
                .containsExactly(5, 6);
    }

    @Test
    void aModelThatGivesLabelsNothingIsFaulty() {
        assertThatThrownBy(() -> rank(new TableModel(), new int[][] {{10, 2}}, 1))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("found no probability for any of 3 labels");
    }
}
