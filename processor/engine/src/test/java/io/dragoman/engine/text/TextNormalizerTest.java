package io.dragoman.engine.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextNormalizerTest {

    @Test
    void composesCharacters() {
        assertThat(apply("nfc", "e\u0301te\u0301")).isEqualTo("été");
    }

    @Test
    void makesOneSpaceOfSpacesAndControls() {
        assertThat(apply("spaces", "\u2028 a\t\u00a0\r\n b\u3000\u0000c\u202f")).isEqualTo("a b c");
        assertThat(apply("spaces", " \t\u0007")).isEmpty();
    }

    @Test
    void makesApostrophesPlain() {
        assertThat(apply("french-apostrophes", "l\u2019\u00e9t\u00e9 d\u02bcici"))
                .isEqualTo("l'\u00e9t\u00e9 d'ici");
    }

    @Test
    void makesSpacesOfFrenchPunctuationPlainAndLeavesTheOthers() {
        assertThat(apply("french-spaces", "\u00ab\u00a0Quoi\u202f?\u00a0\u00bb, 10\u202f000\u00a0:"))
                .isEqualTo("\u00ab Quoi ? \u00bb, 10\u202f000 :");
    }

    @Test
    void appliesStepsInTheOrderGiven() {
        assertThat(TextNormalizer.of(List.of("nfc", "spaces", "french-apostrophes", "french-spaces"))
                        .apply(" l\u2019e\u0301te\u0301\u00a0! "))
                .isEqualTo("l'\u00e9t\u00e9 !");
        assertThat(TextNormalizer.of(List.of()).apply(" as is ")).isEqualTo(" as is ");
    }

    @Test
    void lowercaseIgnoresTheLocaleOfTheMachine() {
        assertThat(apply("lowercase", "\u00c9T\u00c9 IN Istanbul")).isEqualTo("\u00e9t\u00e9 in istanbul");
    }

    @Test
    void refusesAStepThatDoesNotExist() {
        assertThatThrownBy(() -> TextNormalizer.of(List.of("nfkc")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found \"nfkc\"")
                .hasMessageContaining("french-spaces");
    }

    private static String apply(String step, String text) {
        return TextNormalizer.of(List.of(step)).apply(text);
    }
}
