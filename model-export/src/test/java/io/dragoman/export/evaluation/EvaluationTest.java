package io.dragoman.export.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dragoman.engine.ModelIdentity;
import java.util.List;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    private static final ModelIdentity MODEL = new ModelIdentity("m", "1", "d", "translation", "en", "fr");

    private static final TestSet TEST = TestSet.of(
            List.of(
                    List.of("a b c", "x y z"),
                    List.of("one two three four five six", "another one"),
                    List.of("stay", "reste"),
                    List.of("one two three four five six", "the cat is on the mat today"),
                    List.of("void", "vide")),
            0,
            1,
            "test",
            null);
    private static final SystemOutputs OUTPUTS =
            outputs("x y z x y z x y z", "the cat is on the mat today", "stay", "");

    private static SystemOutputs outputs(String... texts) {
        return new SystemOutputs(MODEL, List.of(texts), 0, 0, 1);
    }

    @Test
    void rowsOfOneSourceAreItsReferences() {
        assertThat(TEST.sources()).containsExactly("a b c", "one two three four five six", "stay", "void");
        assertThat(TEST.references().get(1)).containsExactly("another one", "the cat is on the mat today");
        assertThat(TestSet.of(List.of(List.of("a", "b"), List.of("c", "d"), List.of("a", "e")), 0, 1, "f", 1))
                .isEqualTo(new TestSet(List.of("a"), List.of(List.of("b", "e"))));
        assertThatThrownBy(() -> TestSet.of(List.of(List.of("a", "b"), List.of("c")), 0, 1, "file.tsv", null))
                .hasMessageContaining("file.tsv line 2")
                .hasMessageContaining("found 1 columns");
    }

    @Test
    void faultsAreCountedAndScoresFallIntoLengths() {
        Evaluation evaluation = Evaluation.of(TEST, OUTPUTS, List.of(), Metrics.CASED);
        assertThat(evaluation.faults()).isEqualTo(new Faults(1, 1, 1, 0, 0));
        assertThat(evaluation.byLength()).extracting(Slice::label).containsExactly("0-5", "6-9");
        assertThat(evaluation.byLength().get(1).scores()).satisfies(scores -> {
            assertThat(scores.bleu()).isBetween(99.9, 100.1);
            assertThat(scores.segments()).isEqualTo(1);
        });
        assertThat(evaluation.byRarestWord()).isEmpty();
    }

    @Test
    void caseCountsUnlessIgnored() {
        TestSet test = TestSet.of(List.of(List.of("-", "a b c d e", "x")), 0, 1, "f", null);
        SystemOutputs shouted = outputs("A B C D E");
        assertThat(Evaluation.of(test, shouted, List.of(), Metrics.CASED).bleu().score())
                .isZero();
        assertThat(Evaluation.of(test, shouted, List.of(), Metrics.LOWERCASED)
                        .bleu()
                        .score())
                .isBetween(99.9, 100.1);
        assertThat(Evaluation.of(test, shouted, List.of(), Metrics.LOWERCASED).signature())
                .contains("case:lc");
    }

    @Test
    void rareWordsAreThoseRareInTraining() {
        List<String> training = List.of("A b, c a b c a b c", "stay");
        assertThat(Evaluation.of(TEST, OUTPUTS, training, Metrics.CASED).byRarestWord())
                .extracting(slice -> slice.label() + " " + slice.scores().segments())
                .containsExactly("0 2", "1-9 2");
    }

    @Test
    void aTrigramTwiceIsNoLoop() {
        assertThat(Faults.loops("a b c a b c")).isFalse();
        assertThat(Faults.loops("a b c a b c a b c")).isTrue();
    }

    @Test
    void numbersAndNamesSurviveOrNot() {
        TestSet test = TestSet.of(
                List.of(
                        List.of("In 1999 Tom had 1,000 euros.", "En 1999 Tom avait 1 000 euros."),
                        List.of("Tom saw Mary. Then he left.", "Tom a vu Mary. Puis il partit.")),
                0,
                1,
                "test",
                null);
        List<String> outputs = List.of("En 1999 Tom avait 7 000 euros.", "Il a vu Marie. Puis il partit.");
        assertThat(Survival.ofNumbers(test, outputs)).isEqualTo(new Survival(2, 1, 1));
        assertThat(Survival.ofNames(test, outputs)).isEqualTo(new Survival(2, 1, 1));
    }

    @Test
    void examplesAreSortedFromTheWorst() {
        Evaluation evaluation = Evaluation.of(TEST, OUTPUTS, List.of(), Metrics.CASED);
        assertThat(evaluation.worst()).extracting(Example::index).startsWith(3).endsWith(1);
        assertThat(evaluation.worst()).isSortedAccordingTo((a, b) -> Double.compare(a.chrf(), b.chrf()));
    }

    @Test
    void aDifferenceIsSaidInWords() {
        SystemOutputs better = outputs("x y z", "the cat is on the mat today", "reste", "vide");
        assertThat(Comparison.of(TEST, OUTPUTS, OUTPUTS, Metrics.CASED).inWords())
                .contains("same BLEU");
        assertThat(Comparison.of(TEST, OUTPUTS, better, Metrics.CASED)).satisfies(comparison -> {
            assertThat(comparison.bleu().systemScore())
                    .isGreaterThan(comparison.bleu().baselineScore());
            assertThat(comparison.inWords()).contains("BLEU", "by chance in");
        });
    }
}
