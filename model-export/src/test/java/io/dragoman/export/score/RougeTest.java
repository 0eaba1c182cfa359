package io.dragoman.export.score;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RougeTest {
    private final Rouge rouge = new Rouge(false);

    @Test
    void countsCommonWordsAndPairs() {
        Rouge.Score words = rouge.score(Rouge.Variant.ROUGE1, "the small cat sat", "the cat ran");
        Rouge.Score pairs = rouge.score(Rouge.Variant.ROUGE2, "the small cat sat", "small cat ran");

        assertThat(words).isEqualTo(new Rouge.Score(2 / 3.0, 2 / 4.0, 2 * (2 / 3.0) * 0.5 / (2 / 3.0 + 0.5)));
        assertThat(pairs.precision()).isEqualTo(1 / 2.0);
        assertThat(pairs.recall()).isEqualTo(1 / 3.0);
    }

    @Test
    void findsTheLongestCommonSubsequence() {
        assertThat(rouge.score(Rouge.Variant.ROUGE_L, "a b c d", "a c x d").recall())
                .isEqualTo(3 / 4.0);
    }

    @Test
    void unitesSubsequencesOverLinesForSummaries() {
        Rouge.Score score = rouge.score(Rouge.Variant.ROUGE_LSUM, "one two three four", "one two\nthree four");

        assertThat(score.f()).isCloseTo(1.0, within(1e-15));
        assertThat(rouge.score(Rouge.Variant.ROUGE_LSUM, "", "one").f()).isZero();
    }

    @Test
    void theBestTargetCounts() {
        assertThat(rouge.score(Rouge.Variant.ROUGE1, List.of("x y", "a b"), "a b")
                        .f())
                .isEqualTo(1.0);
    }

    @Test
    void meansAreOverSegments() {
        ScoredCorpus corpus = ScoredCorpus.of(List.of("a", "b"), List.of(List.of("a", "c")));

        assertThat(rouge.corpusScores(corpus))
                .containsOnlyKeys(
                        Rouge.Variant.ROUGE1, Rouge.Variant.ROUGE2, Rouge.Variant.ROUGE_L, Rouge.Variant.ROUGE_LSUM);
        assertThat(rouge.corpusScores(corpus).get(Rouge.Variant.ROUGE1)).isEqualTo(new Rouge.Score(0.5, 0.5, 0.5));
    }

    @ParameterizedTest
    @CsvSource({
        "translations,translat",
        "happily,happili",
        "flies,fli",
        "ties,tie",
        "hopping,hop",
        "falling,fall",
        "conditional,condit",
        "agreed,agre",
        "generalizations,gener",
        "skies,sky",
        "is,is"
    })
    void stems(String word, String stem) {
        assertThat(PorterStemmer.stem(word)).isEqualTo(stem);
    }
}
