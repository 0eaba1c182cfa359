package io.dragoman.export.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResamplingTest {
    private static final Ter METRIC = new Ter(Ter.Options.DEFAULTS);
    private static final ScoredCorpus RIGHT = repeated("a b c d");
    private static final ScoredCorpus WRONG = repeated("a x y z");

    private static ScoredCorpus repeated(String hypothesis) {
        List<String> references = Collections.nCopies(20, "a b c d");
        return ScoredCorpus.of(Collections.nCopies(20, hypothesis), List.of(references));
    }

    @Test
    void equalSegmentsLeaveNoDoubt() {
        assertThat(Resampling.DEFAULTS.confidence(METRIC, WRONG)).isEqualTo(new Resampling.Confidence(75.0, 75.0, 0.0));
    }

    @Test
    void aClearDifferenceIsSeldomChance() {
        Resampling resampling = new Resampling(200, 7);

        Resampling.Comparison comparison = resampling.pairedRandomization(METRIC, WRONG, RIGHT);

        assertThat(comparison.baselineScore()).isEqualTo(75.0);
        assertThat(comparison.systemScore()).isZero();
        assertThat(comparison.pValue()).isEqualTo(1 / 201.0);
        assertThat(resampling.pairedRandomization(METRIC, WRONG, RIGHT)).isEqualTo(comparison);
    }

    @Test
    void aComparisonIsSaidInWords() {
        assertThat(new Resampling.Comparison(40, 41, 0.000999).verdict()).isEqualTo("better, p ≤ 0.001");
        assertThat(new Resampling.Comparison(41, 40, 0.03).verdict()).isEqualTo("worse, p ≤ 0.05");
        assertThat(new Resampling.Comparison(40, 41, 0.06).verdict()).isEqualTo("no significant difference, p = 0.06");
        assertThat(new Resampling.Comparison(40, 40, 0.001).verdict()).isEqualTo("equal");
    }

    @Test
    void refusesSystemsOfUnequalLength() {
        ScoredCorpus other = ScoredCorpus.of(List.of("a"), List.of(List.of("a")));

        assertThatThrownBy(() -> Resampling.DEFAULTS.pairedBootstrap(METRIC, RIGHT, other))
                .hasMessage("the system has 1 segments, expected 20 as the baseline has");
    }
}
