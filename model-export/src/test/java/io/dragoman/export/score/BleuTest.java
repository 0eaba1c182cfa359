package io.dragoman.export.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class BleuTest {
    @Test
    void countsClippedNgrams() {
        BleuScore score = Bleu.corpus(List.of("the the the cat"), List.of(List.of("the cat sat")));

        assertThat(score.counts()).containsExactly(2.0, 1.0, 0.0, 0.0);
        assertThat(score.totals()).containsExactly(4.0, 3.0, 2.0, 1.0);
        // exp smoothing: 100/(2*2) and 100/(4*1) where nothing matches
        assertThat(score.precisions().subList(2, 4)).containsExactly(25.0, 25.0);
        assertThat(score.brevityPenalty()).isEqualTo(1.0);
        assertThat(score.score()).isCloseTo(Math.pow(50 * (100 / 3.0) * 25 * 25, 0.25), within(1e-12));
        assertThat(score.signature()).startsWith("nrefs:1|case:mixed|eff:no|tok:13a|smooth:exp|version:");
    }

    @Test
    void penalisesBrevity() {
        BleuScore score = Bleu.corpus(List.of("one two three four"), List.of(List.of("one two three four five six")));

        assertThat(score.brevityPenalty()).isCloseTo(Math.exp(1 - 6 / 4.0), within(1e-15));
        assertThat(score.score()).isCloseTo(100 * Math.exp(-0.5), within(1e-12));
    }

    @Test
    void takesTheShorterOfTwoReferencesAsNear() {
        BleuScore score = Bleu.corpus(List.of("a b c"), List.of(List.of("a b c d"), List.of("a b")));

        assertThat(score.referenceLength()).isEqualTo(2);
    }

    @Test
    void nullIsNoReferenceAndEmptyIsAnEmptyOne() {
        BleuScore missing = Bleu.corpus(List.of("a b", "c"), List.of(List.of("a b", "c"), Arrays.asList("", null)));

        assertThat(missing.signature()).startsWith("nrefs:var|");
        assertThat(missing.referenceLength()).isEqualTo(3);
        assertThatThrownBy(() -> Bleu.corpus(List.of("a"), List.of(Arrays.asList((String) null))))
                .hasMessageContaining("segment 0 has no reference");
    }

    @Test
    void namesStreamsOfUnequalLength() {
        assertThatThrownBy(() -> Bleu.corpus(List.of("a", "b"), List.of(List.of("a"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("reference stream 0 has 1 segments, expected 2 as there are hypotheses");
    }

    @Test
    void cutsPunctuationAsEachTokenizerDoes() {
        assertThat(BleuTokenizer.V13A.tokenize("(1,5) d'or&amp;co.")).isEqualTo("( 1,5 ) d'or & co .");
        assertThat(BleuTokenizer.INTL.tokenize("d’or 5€, 1.5")).isEqualTo("d ’ or 5 € , 1.5");
        assertThat(BleuTokenizer.CHAR.tokenize("a😀b")).isEqualTo("a 😀 b");
        assertThat(BleuTokenizer.ZH.tokenize("ok中文")).isEqualTo("ok 中 文");
    }
}
