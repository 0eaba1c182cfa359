package io.dragoman.engine.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.dragoman.engine.search.Constraint;
import io.dragoman.engine.text.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which words and numbers a summary may hold. */
class WordGuardTest {
    private static final List<String> SPECIAL = List.of("<unk>", "<s>", "</s>", "<pad>");
    private static final Lexicon LEXICON = Lexicon.ofTexts(List.of("a library for Python, tools to read files; mp3"));

    private final List<String> pieces = new ArrayList<>(SPECIAL);

    /** Follows a text piece by piece, pieces parted by bars, to where it is forbidden. */
    private @Nullable Constraint after(String source, String segmented) {
        List<Integer> tokens = new ArrayList<>();
        for (String piece : segmented.split("\\|")) {
            if (!pieces.contains(piece)) {
                pieces.add(piece);
            }
            tokens.add(pieces.indexOf(piece));
        }
        Constraint state = new WordGuard(LEXICON, new Vocabulary(pieces, 0, 1, 2, 3)).of(source);
        for (int token : tokens) {
            state = state == null ? null : state.after(token);
        }
        return state;
    }

    private boolean mayBeSaid(String source, String segmented) {
        Constraint state = after(source, segmented);
        return state != null && state.mayEnd();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "pyaiohttp is a client; ▁lib|rary|▁for|▁a|io|http; false", // aiohttp is in no text
                "aiohttp is a client;   ▁lib|rary|▁for|▁a|io|http; true",
                "aiohttp is a client;   ▁the|io|http; false",
                "AioHTTP is a client;   ▁aio|http; true",
                "aiohttp is a client;   ▁AIO|HTTP; true",
                "GTK+ widgets;          ▁gtk|+|▁to|ols; true",
                "GTK+ widgets;          ▁gtk|-|to|ols|,|▁Python; true",
                "GTK+ widgets;          ▁widget|▁tools; false", // widgets, not widget
                "Ελλάς ΕΛΛΆΔΑ;          ▁ελλάδα; true",
                "日本語 の 辞書;          ▁辞|書; true",
                "日本語 の 辞書;          ▁辞|語; false",
            })
    void aWordIsOfTheSourceOrOfTheLexicon(String source, String segmented, boolean said) {
        assertThat(mayBeSaid(source, segmented)).isEqualTo(said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "the RP2040 board;  ▁RP|2|0|4|0; true",
                "the RP2040 board;  ▁RP|3|3|5|0; false",
                "the RP2040 board;  ▁2|0|4; false",
                "the RP2040 board;  ▁2|0|4|0; true",
                "Python 3;          ▁Python|3; false", // no such word; its parts are
                "Python 3;          ▁Python|▁3; true",
                "Python 3.10;       ▁Python|▁3|.|1|0; true",
                "Python 3.10;       ▁Python|▁3|.|1; false",
                "plays music;       ▁mp|3; false", // in the lexicon, but the source has no 3
                "plays 3 songs;     ▁mp|3; true",
            })
    void aNumberIsOfTheSource(String source, String segmented, boolean said) {
        assertThat(mayBeSaid(source, segmented)).isEqualTo(said);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "▁tools|▁tools; false",
                "▁tools|▁to|▁read|▁tools; true",
                "▁tools|▁to|▁read|▁tools|▁to; false",
                "▁a|▁library|▁a|▁python|▁a; false",
                "▁read|-|read; false",
            })
    void nothingIsSaidAgainAndAgain(String segmented, boolean said) {
        assertThat(mayBeSaid("any", segmented)).isEqualTo(said);
    }

    @Test
    void aWordMustNotBeLeftHalfSaid() {
        assertThat(after("any", "▁libr")).isNotNull().matches(state -> !state.mayEnd());
        assertThat(after("any", "▁libr|▁for")).isNull();
        assertThat(after("any", "▁libx"))
                .as("refused as soon as no word begins so")
                .isNull();
    }

    @Test
    void aWordWithABytePieceIsNotJudged() {
        assertThat(mayBeSaid("any", "▁x|<0xF0>|<0x9F>|y")).isFalse(); // x begins no word, before the byte is known
        assertThat(mayBeSaid("any", "<0xF0>|<0x9F>|y|▁for|▁a")).isTrue();
        assertThat(mayBeSaid("any", "<0xF0>|<0x9F>|y|▁forx")).isFalse();
    }

    @Test
    void withoutTheGuardAllOfItIsSaid() {
        Constraint state = Constraint.NONE;
        assertThat(state.after(5)).isSameAs(state);
        assertThat(state.mayEnd()).isTrue();
    }
}
