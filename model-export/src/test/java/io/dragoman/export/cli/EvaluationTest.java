package io.dragoman.export.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    @Test
    void faultsAreCountedAndScoresFallIntoLengths() {
        Evaluation evaluation = Evaluation.of(
                List.of("a b c", "one two three four five six", "stay", "void"),
                List.of("x y z x y z x y z", "the cat is on the mat today", "stay", ""),
                List.of(
                        List.of("x y z"),
                        List.of("another one", "the cat is on the mat today"),
                        List.of("reste"),
                        List.of("vide")));
        assertThat(evaluation.trigramLoops()).isEqualTo(1);
        assertThat(evaluation.copies()).isEqualTo(1);
        assertThat(evaluation.empties()).isEqualTo(1);
        assertThat(evaluation.byLength()).containsOnlyKeys("0-5", "6-10");
        assertThat(evaluation.byLength().get("6-10")).satisfies(scores -> {
            assertThat(scores.bleu()).isBetween(99.9, 100.1);
            assertThat(scores.segments()).isEqualTo(1);
        });
        assertThat(evaluation.describe()).contains("all", "4 sources", "trigram loops 1 (25.00 %)");
    }

    @Test
    void aTrigramTwiceIsNoLoop() {
        assertThat(Evaluation.loops("a b c a b c")).isFalse();
        assertThat(Evaluation.loops("a b c a b c a b c")).isTrue();
    }
}
