package io.dragoman.export.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChrFTest {
    @Test
    void countsCharactersWithoutWhiteSpaceThenWords() {
        ChrF chrF = new ChrF(new ChrF.Options(2, 1, 2, false, false, false));

        // characters: a b ! against a b c; pairs: ab b! against ab bc; words: "ab" "!" against "ab" "c"
        assertThat(chrF.statistics("ab!", List.of("ab c"))).containsExactly(3, 3, 2, 2, 2, 1, 2, 2, 1);
        double mean = (2 / 3.0 + 0.5 + 0.5) / 3;
        assertThat(chrF.sentenceScore("ab!", List.of("ab c"))).isCloseTo(100 * mean, within(1e-12));
    }

    @Test
    void equalTextScoresHundredAndDisjointTextNothing() {
        assertThat(ChrF.corpus(List.of("bonjour"), List.of(List.of("bonjour"))).score())
                .isEqualTo(100.0);
        assertThat(ChrF.corpus(List.of("xyz"), List.of(List.of("bonjour"))).score())
                .isZero();
        assertThat(ChrF.corpus(List.of(""), List.of(List.of(""))).score()).isZero();
    }

    @Test
    void takesTheReferenceWithTheBestScore() {
        ChrF chrF = new ChrF(ChrF.Options.PLUS_PLUS);

        assertThat(chrF.sentenceScore("le chat", List.of("un chien", "le chat")))
                .isEqualTo(100.0);
        assertThat(chrF.name()).isEqualTo("chrF2++");
    }
}
