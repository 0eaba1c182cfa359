package io.dragoman.stream.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.dragoman.engine.Explanation;
import io.dragoman.engine.Flag;
import io.dragoman.engine.ModelIdentity;
import io.dragoman.engine.explanation.Attention;
import io.dragoman.engine.explanation.ExplainedHypothesis;
import io.dragoman.engine.explanation.Segmented;
import io.dragoman.engine.explanation.Word;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ExplanationTextTest {
    private static final Segmented SOURCE = new Segmented(
            "Go home",
            List.of("▁Go", "▁ho", "me"),
            List.of(new Word("Go", 0, 1, false), new Word("home", 1, 3, false)));
    private static final Segmented TARGET = new Segmented(
            "回家",
            List.of("▁回", "家", "</s>"),
            List.of(new Word("回", 0, 1, false), new Word("家", 1, 2, false), new Word("</s>", 2, 3, true)));

    private static String text(Attention attention) {
        ExplainedHypothesis hypothesis =
                new ExplainedHypothesis(TARGET, -0.25, true, new float[] {-0.5f, -0.25f, 0}, attention);
        return ExplanationText.of(new Explanation(
                new ModelIdentity("go", "1", "0", "translate", "en", "zh"),
                Set.of(Flag.UNKNOWN_TOKENS),
                SOURCE,
                List.of(hypothesis)));
    }

    @Test
    void aRowIsATargetWordAndAColumnASourceWord() {
        float[][] words = {{0.9f, 0.1f}, {0.02f, 0.98f}, {0.5f, 0.5f}};
        assertThat(text(new Attention.Weights(words, words))).isEqualTo("""
                        source  Go home
                        words   1 Go  2 home
                        flags   [UNKNOWN_TOKENS]

                        -0.2500  回家
                          1  2   log p
                         ██ ░░   -0.50  回 ← Go 0.90, home 0.10
                            ██   -0.25  家 ← home 0.98
                         ▒▒ ▒▒    0.00  </s> ← Go 0.50, home 0.50
                        """);
    }

    @Test
    void aModelWithoutAttentionShowsItsLogProbabilities() {
        assertThat(text(new Attention.Absent())).endsWith("""
                        -0.2500  回家
                        the model tells no attention
                         -0.50  回
                         -0.25  家
                          0.00  </s>
                        """);
    }
}
