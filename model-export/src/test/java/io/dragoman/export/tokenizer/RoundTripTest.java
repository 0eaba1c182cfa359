package io.dragoman.export.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;

import io.dragoman.engine.text.Encoding;
import io.dragoman.engine.text.SentencePieceTokenizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What holds for every text, tried on texts drawn at random. */
class RoundTripTest {
    private static final List<String> SENTENCES = List.of(
            "the cat sat on the mat, the cats sat.",
            "the 2026 theatre: l'\u00e9t\u00e9 est l\u00e0!",
            "the hat that the cat ate");

    private final SentencePieceTokenizer tokenizer =
            SentencePieceTokenizer.parse(TokenizerTraining.bpe(SENTENCES, 300));

    @Test
    void learnsTheMostFrequentPairFirst() {
        // "at" 9 times, before "th" 8 times and all else
        assertThat(tokenizer.vocabulary().piece(260)).isEqualTo("at");
        assertThat(tokenizer.encode("the").ids()).hasSize(1);
    }

    @Test
    void givesTheSameModelWhateverTheOrderOfSentences() {
        List<String> shuffled = new ArrayList<>(SENTENCES);
        Collections.reverse(shuffled);
        assertThat(TokenizerTraining.bpe(shuffled, 300)).isEqualTo(TokenizerTraining.bpe(SENTENCES, 300));
    }

    @Test
    void readsBackEveryText() {
        Random random = new Random(7);
        for (int i = 0; i < 2_000; i++) {
            String text = text(random);
            Encoding encoding = tokenizer.encode(text);
            assertThat(encoding.unknown()).isZero();
            assertThat(tokenizer.decode(encoding.ids())).isEqualTo(text);
        }
        assertThat(tokenizer.decode(tokenizer
                        .encode("\ud83d\udc69\u200d\ud83d\udcbb ok \u0007")
                        .ids()))
                .isEqualTo("\ud83d\udc69\u200d\ud83d\udcbb ok \u0007");
    }

    @Test
    void readsALoneSurrogateAsTheReplacementCharacter() {
        assertThat(tokenizer.decode(tokenizer.encode("a\ud83d b\ude00").ids())).isEqualTo("a\ufffd b\ufffd");
    }

    /** Words of letters, digits, controls and emoji with single spaces between; no space mark and no lone surrogate. */
    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int words = 1 + random.nextInt(5);
        for (int w = 0; w < words; w++) {
            text.append(w == 0 ? "" : " ");
            int length = 1 + random.nextInt(6);
            for (int i = 0; i < length; i++) {
                text.appendCodePoint(
                        switch (random.nextInt(5)) {
                            case 0 -> 1 + random.nextInt(31);
                            case 1 -> 0x1f300 + random.nextInt(0x300);
                            case 2 -> 0xa0 + random.nextInt(0x500);
                            case 3 -> '0' + random.nextInt(10);
                            default -> "the cat".replace(" ", "").charAt(random.nextInt(6));
                        });
            }
        }
        return text.toString();
    }
}
