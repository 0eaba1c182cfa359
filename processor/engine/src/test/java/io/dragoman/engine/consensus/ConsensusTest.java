package io.dragoman.engine.consensus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConsensusTest {
    private static final List<String> TEXTS =
            List.of("audio tool", "Audio recorder for JACK", "audio recorder", "recorder of JACK audio");

    /** Word F1 against each: 0.33+0.5 for the first, and so on; worked by hand. */
    @Test
    void theTextThatTheOthersAgreeWithComesFirst() {
        double[] alike = {0, 0, 0, 0};
        // 0: 1 + 2/6 + 2/4 + 2/6 = 2.17; 1: 2/6 + 1 + 4/6 + 6/8 = 2.75; 2: 2/4 + 4/6 + 1 + 4/6 = 2.83; 3: as 1
        assertThat(new Consensus(4).order(TEXTS, alike)).startsWith(2).endsWith(0);
    }

    @Test
    void aSharpWeightLeavesTheLikeliestFirst() {
        double[] scores = {-0.1, -0.9, -0.8, -1.0};
        assertThat(new Consensus(0).order(TEXTS, scores)).startsWith(2);
        assertThat(new Consensus(50).order(TEXTS, scores)).startsWith(0);
    }

    @Test
    void equalTextsStayInTheOrderOfTheSearch() {
        assertThat(new Consensus(4).order(List.of("a b", "A b.", "b a"), new double[] {-1, -2, -3}))
                .containsExactly(0, 1, 2);
        assertThat(new Consensus(4).order(List.of("", "…"), new double[] {-1, -2}))
                .containsExactly(0, 1);
    }

    @Test
    void writingWithoutSpacesAgreesLetterByLetter() {
        assertThat(new Consensus(0).order(List.of("猫", "黒い猫", "黒い犬"), new double[] {0, 0, 0}))
                .startsWith(1);
    }

    @Test
    void aSharpnessBelowZeroIsRefused() {
        assertThatThrownBy(() -> new Consensus(-1)).hasMessageContaining("found sharpness -1.0, expected 0 or more");
    }
}
