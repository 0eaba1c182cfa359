package io.dragoman.engine.explanation;

import static org.assertj.core.api.Assertions.assertThat;

import io.dragoman.engine.text.Encoding;
import io.dragoman.engine.text.Tokenizer;
import io.dragoman.engine.text.Vocabulary;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WordSegmenterTest {
    /** Says the given pieces, the first space mark left out; {@code <0x..>} is a byte, {@code </s>} the end. */
    private record Pieces(List<String> all) implements Tokenizer {
        @Override
        public Encoding encode(String text) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String decode(int[] ids) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (int id : ids) {
                String piece = all.get(id);
                if (piece.startsWith("<0x")) {
                    bytes.write(Integer.parseInt(piece.substring(3, 5), 16));
                } else if (!piece.equals("</s>")) {
                    bytes.writeBytes(piece.replace('▁', ' ').getBytes(StandardCharsets.UTF_8));
                }
            }
            String text = bytes.toString(StandardCharsets.UTF_8);
            return text.startsWith(" ") ? text.substring(1) : text;
        }

        @Override
        public int longestToken() {
            return vocabulary().pieces().stream().mapToInt(String::length).max().orElse(1);
        }

        @Override
        public Vocabulary vocabulary() {
            return new Vocabulary(all, -1, -1, all.indexOf("</s>"), -1);
        }
    }

    /** Words as text:from-to. */
    private static List<String> words(String... pieces) {
        List<String> all = new ArrayList<>(Arrays.asList(pieces));
        if (!all.contains("</s>")) {
            all.add("</s>");
        }
        int[] ids = IntStream.range(0, pieces.length).toArray();
        Segmented segmented = new WordSegmenter(new Pieces(all)).segment(ids);
        assertThat(segmented.pieces()).containsExactly(pieces);
        return segmented.words().stream()
                .map(w -> w.text() + ":" + w.from() + "-" + w.to())
                .toList();
    }

    @Test
    void piecesOfAWordAreTogetherAndPunctuationIsAlone() {
        assertThat(words("▁The", "▁dragon", "fly", "▁sleep", "s", ".", "</s>"))
                .containsExactly("The:0-1", "dragonfly:1-3", "sleeps:3-5", ".:5-6", "</s>:6-7");
    }

    @Test
    void aSpaceAloneGoesWithTheWordThatFollows() {
        assertThat(words("▁", "un", "▁", "deux", "▁")).containsExactly("un:0-2", "deux:2-5");
    }

    @Test
    void wordsThatShareAPieceAreOne() {
        assertThat(words("▁No", "...\"▁", "He", "▁left")).containsExactly("No:0-1", "...\":1-2", "He:2-3", "left:3-4");
        assertThat(words("▁of▁course", "!?")).containsExactly("of course:0-1", "!?:1-2");
    }

    @Test
    void bytesOfACharacterStayWithItsWord() {
        assertThat(words("▁caf", "<0xC3>", "<0xA9>", "▁", "<0xE2>", "<0x82>", "<0xAC>", "5"))
                .containsExactly("café:0-3", "€5:3-8");
        assertThat(words("▁", "<0xF0>", "<0x9F>", "<0x98>", "<0x80>", "▁a")).containsExactly("😀:0-5", "a:5-6");
    }

    @Test
    void arabicAndHebrewAreInTheOrderOfReading() {
        assertThat(words("▁مرحبا", "▁بال", "عالم", "،", "▁كيف", "▁حالك", "؟"))
                .containsExactly("مرحبا:0-1", "بالعالم:1-3", "،:3-4", "كيف:4-5", "حالك:5-6", "؟:6-7");
        assertThat(words("▁של", "ום", "▁עולם")).containsExactly("שלום:0-2", "עולם:2-3");
    }

    @Test
    void chineseJapaneseAndThaiHaveAWordAPiece() {
        assertThat(words("▁我", "喜欢", "在", "北京", "吃", "中国菜", "。"))
                .containsExactly("我:0-1", "喜欢:1-2", "在:2-3", "北京:3-4", "吃:4-5", "中国菜:5-6", "。:6-7");
        assertThat(words("▁私は", "学生", "です", "。")).containsExactly("私は:0-1", "学生:1-2", "です:2-3", "。:3-4");
        assertThat(words("▁ฉัน", "รัก", "ภาษาไทย")).containsExactly("ฉัน:0-1", "รัก:1-2", "ภาษาไทย:2-3");
        assertThat(words("▁我", "<0xE5>", "<0x90>", "<0x83>", "菜")).containsExactly("我:0-1", "吃:1-4", "菜:4-5");
    }

    @Test
    void textsWithoutAWordAreSegmentedToo() {
        assertThat(words("</s>")).containsExactly("</s>:0-1");
        assertThat(words("▁", "</s>")).containsExactly(":0-1", "</s>:1-2");
        assertThat(words()).isEmpty();
        assertThat(words("▁a", "<0xC3>", "</s>")).containsExactly("a:0-1", "\ufffd:1-2", "</s>:2-3");
    }
}
