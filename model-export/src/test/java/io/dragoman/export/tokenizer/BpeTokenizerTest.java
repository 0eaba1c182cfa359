package io.dragoman.export.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dragoman.engine.text.Encoding;
import io.dragoman.engine.text.SentencePieceTokenizer;
import io.dragoman.engine.text.Tokenizer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BpeTokenizerTest {
    private static final List<String> TEXT = List.of(
            "the lowest tower is lower than the newest one.",
            "the new tower, the low tower!",
            "newer and lower: 1999, 2026.",
            "l'eau est lente, l'air est lent.");
    private static final Tokenizer TOKENIZER = SentencePieceTokenizer.parse(TokenizerTraining.bpe(TEXT, 320));

    @Test
    void specialAndBytePiecesComeFirst() {
        assertThat(TOKENIZER.vocabulary().pieces().subList(0, 6))
                .containsExactly("<unk>", "<s>", "</s>", "<pad>", "<0x00>", "<0x01>");
        assertThat(TOKENIZER.vocabulary().bos()).isEqualTo(1);
        assertThat(TOKENIZER.vocabulary().eos()).isEqualTo(2);
        assertThat(TOKENIZER.vocabulary().pad()).isEqualTo(3);
        assertThat(TOKENIZER.vocabulary().size()).isEqualTo(320);
    }

    @Test
    void frequentWordsBecomePieces() {
        assertThat(pieces("the tower")).containsExactly("\u2581the", "\u2581tower");
    }

    @Test
    void lettersDigitsAndPunctuationDoNotMix() {
        assertThat(TOKENIZER.vocabulary().pieces().stream().skip(260))
                .noneMatch(p -> p.replace("\u2581", "").matches(".*\\p{L}.*[^\\p{L}].*|.*[^\\p{L}].*\\p{L}.*"))
                .noneMatch(p -> p.replace("\u2581", "").matches(".*\\d.+|.+\\d.*"));
    }

    @Test
    void theSameTextGivesTheSameModel() {
        assertThat(TokenizerTraining.bpe(TEXT, 320)).isEqualTo(TokenizerTraining.bpe(TEXT, 320));
    }

    @ParameterizedTest
    @ValueSource(strings = {"the tower", "Ünïcödé 漢字 😀", "a\u0301\u200d", "tab\tand\u0000nul", "1234,5", "x"})
    void noTextIsUnencodable(String text) {
        Encoding encoding = TOKENIZER.encode(text);

        assertThat(encoding.unknown()).isZero();
        assertThat(TOKENIZER.decode(encoding.ids())).isEqualTo(text);
    }

    @Test
    void aVocabularyWithoutRoomIsRefused() {
        assertThatThrownBy(() -> TokenizerTraining.bpe(TEXT, 262))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("room for 2");
    }

    private static List<String> pieces(String text) {
        return Arrays.stream(TOKENIZER.encode(text).ids())
                .mapToObj(TOKENIZER.vocabulary()::piece)
                .toList();
    }
}
