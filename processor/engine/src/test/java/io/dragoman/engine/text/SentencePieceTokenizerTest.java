package io.dragoman.engine.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Small models written by hand, the ids reckoned by hand. */
class SentencePieceTokenizerTest {
    private static final int NORMAL = 1;
    private static final int UNKNOWN = 2;
    private static final int CONTROL = 3;
    private static final int USER_DEFINED = 4;
    private static final int UNUSED = 5;

    private final ModelBytes model = new ModelBytes()
            .piece("<unk>", 0, UNKNOWN)
            .piece("<s>", 0, CONTROL)
            .piece("</s>", 0, CONTROL)
            .piece("\u2581", -9, NORMAL)
            .piece("a", -9, NORMAL)
            .piece("b", -9, NORMAL)
            .piece("ab", -1, NORMAL)
            .piece("\u2581a", -2, NORMAL)
            .piece("abab", -3, NORMAL);

    @Test
    void joinsTheBestPairFirst() {
        // \u2581 a b a b -> \u2581 ab ab -> \u2581 abab
        assertThat(tokenizer(2).encode("abab").ids()).containsExactly(3, 8);
        assertThat(tokenizer(2).encode("a b").ids()).containsExactly(7, 3, 5);
    }

    @Test
    void dropoutLeavesJoinsOut() {
        SplittableRandom random = new SplittableRandom(1);
        assertThat(tokenizer(2).withDropout(1, random).encode("abab").ids()).containsExactly(3, 4, 5, 4, 5);
        assertThat(tokenizer(2).withDropout(0, random).encode("abab").ids()).containsExactly(3, 8);
        Tokenizer half = tokenizer(2).withDropout(0.5, random);
        Set<String> cuts = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            int[] ids = half.encode("abab").ids();
            cuts.add(Arrays.toString(ids));
            assertThat(half.decode(ids)).isEqualTo("abab");
        }
        assertThat(cuts).contains("[3, 8]", "[3, 4, 5, 4, 5]", "[3, 6, 6]").hasSizeGreaterThan(3);
        assertThatThrownBy(() -> tokenizer(1).withDropout(0.5, random))
                .isInstanceOf(TokenizerException.class)
                .hasMessageContaining("found another kind of tokenizer, expected a BPE model");
    }

    @Test
    void takesTheLeftmostOfEqualPairs() {
        model.piece("aa", -4, NORMAL);
        assertThat(tokenizer(2).encode("baaa").ids()).containsExactly(3, 5, 9, 4);
    }

    @Test
    void aWordModelKnowsWholeWordsOnly() {
        assertThat(tokenizer(3).encode("a a").ids()).containsExactly(7, 7);
        Encoding encoding = tokenizer(3).encode("a ab a");
        assertThat(encoding.ids()).containsExactly(7, 0, 7);
        assertThat(encoding.unknown()).isEqualTo(1);
        assertThat(tokenizer(3).longestToken()).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void aCharacterModelJoinsNothing() {
        assertThat(tokenizer(4).encode("ab a").ids()).containsExactly(3, 4, 5, 3, 4);
        assertThat(tokenizer(4).encode("a\u00e9b").ids()).containsExactly(3, 4, 0, 5);
        model.piece("abc", 0, USER_DEFINED).piece("c", -9, NORMAL);
        assertThat(tokenizer(4).encode("abcb").ids()).containsExactly(3, 9, 5);
        assertThat(tokenizer(2).longestToken()).isEqualTo(5);
    }

    @Test
    void countsARunOfUnknownCharactersOnce() {
        Encoding encoding = tokenizer(2).encode("a\u00e9\u00e8b \u00e9");
        assertThat(encoding.ids()).containsExactly(7, 0, 5, 3, 0);
        assertThat(encoding.unknown()).isEqualTo(2);
        assertThat(tokenizer(2).decode(new int[] {1, 7, 0, 5, 2})).isEqualTo("a \u2047 b");
    }

    @Test
    void neverCutsAUserSymbol() {
        model.piece("ba", 0, USER_DEFINED);
        assertThat(tokenizer(2).encode("abab").ids()).containsExactly(7, 9, 5);
    }

    @Test
    void takesAnUnusedPieceApart() {
        model.piece("ba", -0.5f, UNUSED);
        assertThat(tokenizer(2).encode("bab").ids()).containsExactly(3, 5, 4, 5);
    }

    @Test
    void neverMakesAControlPieceFromText() {
        assertThat(tokenizer(2).encode("<s>").ids()).containsExactly(3, 0);
    }

    @Test
    void unigramTakesTheSegmentationOfTheBestSum() {
        // \u2581a + b = -11, \u2581 + ab = -10
        assertThat(tokenizer(1).encode("ab").ids()).containsExactly(3, 6);
    }

    @Test
    void hasNoIdsForABlankText() {
        assertThat(tokenizer(2).encode("").ids()).isEmpty();
        assertThat(tokenizer(2).encode("   ").ids()).isEmpty();
    }

    @Test
    void refusesWhatIsNoModel() {
        assertThatThrownBy(() -> SentencePieceTokenizer.parse(new byte[] {1, 2, 3}))
                .isInstanceOf(TokenizerException.class)
                .hasMessageContaining("not a SentencePiece model");
        assertThatThrownBy(() -> SentencePieceTokenizer.parse(new byte[0])).isInstanceOf(TokenizerException.class);
        assertThatThrownBy(() -> SentencePieceTokenizer.load(Path.of("absent.spm")))
                .isInstanceOf(TokenizerException.class)
                .hasMessageContaining("absent.spm");
    }

    @Test
    void refusesAModelTypeItDoesNotKnow() {
        assertThatThrownBy(() -> tokenizer(5))
                .isInstanceOf(TokenizerException.class)
                .hasMessageContaining("found 5, expected 1 (unigram), 2 (BPE), 3 (word) or 4 (character)");
    }

    @Test
    void refusesAnIdOutsideTheVocabulary() {
        assertThatThrownBy(() -> tokenizer(2).decode(new int[] {9}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("found 9, expected 0 to 8");
    }

    @Test
    void readsBytesThatAreNoCharacterOneByOne() {
        StringBuilder text = new StringBuilder();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        // cut euro sign, surrogate, overlong slash, whole e acute
        for (int b : new int[] {0xe2, 0x82, 0xed, 0xa0, 0x80, 0xc0, 0xaf, 0xc3, 0xa9}) {
            bytes.write(b);
        }
        ByteText.append(bytes, text);
        assertThat(text.toString()).isEqualTo("\ufffd".repeat(7) + "\u00e9");
    }

    private SentencePieceTokenizer tokenizer(int modelType) {
        return SentencePieceTokenizer.parse(model.of(modelType));
    }

    private static final class ModelBytes {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

        ModelBytes piece(String text, float score, int type) {
            try {
                ByteArrayOutputStream inner = new ByteArrayOutputStream();
                CodedOutputStream piece = CodedOutputStream.newInstance(inner);
                piece.writeString(1, text);
                piece.writeFloat(2, score);
                piece.writeEnum(3, type);
                piece.flush();
                out.writeByteArray(1, inner.toByteArray());
                return this;
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        byte[] of(int modelType) {
            try {
                out.flush();
                ByteArrayOutputStream whole = new ByteArrayOutputStream();
                whole.writeBytes(bytes.toByteArray());
                CodedOutputStream end = CodedOutputStream.newInstance(whole);
                end.writeByteArray(2, new byte[] {3 << 3, (byte) modelType});
                end.flush();
                return whole.toByteArray();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }
}
