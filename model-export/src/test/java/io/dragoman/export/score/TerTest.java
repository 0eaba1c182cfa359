package io.dragoman.export.score;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TerTest {
    @Test
    void countsAMovedRunAsOneEdit() {
        Ter.Score score = Ter.corpus(List.of("c d e a b"), List.of(List.of("a b c d e")));

        assertThat(score.edits()).isEqualTo(1);
        assertThat(score.score()).isEqualTo(20.0);
    }

    @Test
    void countsInsertionsDeletionsAndSubstitutions() {
        assertThat(Ter.corpus(List.of("a x c"), List.of(List.of("a b c"))).edits())
                .isEqualTo(1);
        assertThat(Ter.corpus(List.of("a c"), List.of(List.of("a b c"))).edits())
                .isEqualTo(1);
        assertThat(Ter.corpus(List.of("a b x c"), List.of(List.of("a b c"))).edits())
                .isEqualTo(1);
    }

    @Test
    void takesTheFewestEditsOverTheMeanLength() {
        Ter.Score score = Ter.corpus(List.of("a b"), List.of(List.of("a b"), List.of("w x y z")));

        assertThat(score.edits()).isZero();
        assertThat(score.referenceLength()).isEqualTo(3.0);
    }

    @Test
    void scoresAgainstAnEmptyReferenceByDefinition() {
        assertThat(Ter.corpus(List.of("a b c"), List.of(List.of(""))).score()).isEqualTo(100.0);
        assertThat(Ter.corpus(List.of(""), List.of(List.of(""))).score()).isZero();
    }

    @Test
    void endsOnAReversedLongSegment() {
        List<String> words = IntStream.range(0, 300).mapToObj(i -> "w" + i % 37).toList();
        String backwards = String.join(" ", words.reversed());

        long edits = Ter.corpus(List.of(backwards), List.of(Collections.singletonList(String.join(" ", words))))
                .edits();

        assertThat(edits).isBetween(1L, 300L);
    }
}
