package io.dragoman.export.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dragoman.engine.ModelIdentity;
import io.dragoman.engine.bundle.LabelSpec;
import io.dragoman.export.evaluation.SystemOutputs;
import io.dragoman.export.evaluation.TestSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What two forms of a bundle answered on 200 rows: 100 of one label, 98 of another spelled alike, 2 of a rare one. */
class KeptScoresTest {
    private static final List<String> TRUTH = truth();
    private static final LabelSpec LABELS =
            new LabelSpec(260, List.of("complaint about a delivery", "complaint about a delivery date", "praise"));
    private static final TestSet TEST = new TestSet(
            IntStream.range(0, TRUTH.size()).mapToObj(i -> "text " + i).toList(),
            TRUTH.stream().map(List::of).toList());

    private static List<String> truth() {
        List<String> truth = new ArrayList<>(Collections.nCopies(100, "complaint about a delivery"));
        truth.addAll(Collections.nCopies(98, "complaint about a delivery date"));
        truth.addAll(Collections.nCopies(2, "praise"));
        return truth;
    }

    /** The true labels, except that this many from there on are answered as another. */
    private static SystemOutputs answers(int from, int count, String answer) {
        List<String> texts = new ArrayList<>(TRUTH);
        Collections.fill(texts.subList(from, from + count), answer);
        return new SystemOutputs(
                new ModelIdentity("a", "1", "0".repeat(64), "classification", null, null), texts, 0, 0, 1);
    }

    private static KeptScores labels(SystemOutputs after) {
        return KeptScores.of(LABELS, TEST, answers(0, 0, ""), after);
    }

    @Test
    void labelsThatAreKeptPass() {
        KeptScores scores = labels(answers(0, 0, ""));

        assertThatCode(() -> scores.require(0, "dev.tsv")).doesNotThrowAnyException();
        assertThat(scores.before()).isEqualTo("accuracy 100.00, macro F1 100.00");
        assertThat(scores.facts()).containsOnlyKeys("accuracy", "accuracyOfFloats", "macroF1", "macroF1OfFloats");
    }

    @Test
    void aLabelTakenForOneSpelledAlikeIsALossThatTextsWouldHide() {
        SystemOutputs after = answers(100, 4, "complaint about a delivery");

        KeptScores texts = KeptScores.of(null, TEST, answers(0, 0, ""), after);
        assertThatCode(() -> texts.require(1.5, "dev.tsv"))
                .as("BLEU and chrF: " + texts.after())
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> labels(after).require(1.5, "dev.tsv"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("8-bit weights: found accuracy 98.00 on dev.tsv, expected at least 98.50 (100.00 with float"
                        + " weights, --max-loss 1.50); nothing was written");
    }

    @Test
    void aRareLabelThatIsForgottenIsALossThatAccuracyWouldHide() {
        assertThatThrownBy(() ->
                        labels(answers(198, 2, "complaint about a delivery")).require(1.5, "dev.tsv"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found macro F1 66.")
                .hasMessageContaining("expected at least 98.50");
    }

    @Test
    void oneRowLessIsWithinTheBoundThatAllowsIt() {
        KeptScores scores = labels(answers(100, 1, "complaint about a delivery"));

        assertThatCode(() -> scores.require(0.51, "dev.tsv")).doesNotThrowAnyException();
        assertThatThrownBy(() -> scores.require(0.49, "dev.tsv")).hasMessageContaining("found accuracy 99.50");
    }
}
