package io.dragoman.export.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ClassificationTest {
    private final Classification found =
            Classification.of(List.of("hot", "hot", "cold", "mild"), List.of("hot", "cold", "cold", "cold"), null);

    @Test
    void countsInSortedOrder() {
        assertThat(found.labels()).containsExactly("cold", "hot", "mild");
        assertThat(found.confusion()).isDeepEqualTo(new long[][] {{1, 0, 0}, {1, 1, 0}, {1, 0, 0}});
        assertThat(found.accuracy()).isEqualTo(0.5);
        assertThat(found.balancedAccuracy()).isEqualTo(0.5);
        assertThat(found.support()).containsExactly(1L, 2L, 1L);
    }

    @Test
    void averagesWithTheValueGivenForAnUndefinedPrecision() {
        assertThat(found.average(Classification.Average.MACRO, 0).precision()).isEqualTo((1 / 3.0 + 1 + 0) / 3);
        assertThat(found.average(Classification.Average.MACRO, Double.NaN).precision())
                .isEqualTo((1 / 3.0 + 1) / 2);
        assertThat(found.average(Classification.Average.MICRO, 0)).isEqualTo(new Classification.Scores(0.5, 0.5, 0.5));
    }

    @Test
    void comparesSequencesTokenByToken() {
        SequenceAccuracy accuracy = SequenceAccuracy.of(
                List.of(List.of("a", "b"), List.of("c")), List.of(List.of("a", "x", "b"), List.of("c")));

        assertThat(accuracy).isEqualTo(new SequenceAccuracy(4, 2, 2, 1));
        assertThat(accuracy.tokenAccuracy()).isEqualTo(0.5);
        assertThat(accuracy.sequenceAccuracy()).isEqualTo(0.5);
    }

    @Test
    void refusesListsOfUnequalLength() {
        assertThatThrownBy(() -> Classification.of(List.of("a"), List.of(), null))
                .hasMessage("expected as many predictions as true labels and at least 1, found 0 and 1");
    }
}
