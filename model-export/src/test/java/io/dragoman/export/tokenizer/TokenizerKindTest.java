package io.dragoman.export.tokenizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dragoman.engine.text.Encoding;
import io.dragoman.engine.text.SentencePieceTokenizer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What each kind makes of a text; {@code golden.py} beside the models had SentencePiece 0.2.3 say the same. */
class TokenizerKindTest {
    private static final List<String> SENTENCES = new String(resource("sentences.txt"), StandardCharsets.UTF_8)
            .lines()
            .toList();

    private static byte[] resource(String name) {
        try (var in = TokenizerKindTest.class.getResourceAsStream("/tokenizers/" + name)) {
            return Objects.requireNonNull(in, name).readAllBytes();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] learned(TokenizerKind kind) {
        int most = switch (kind) {
            case BPE -> 310;
            case WORDS -> 24;
            case CHARACTERS -> 40;
        };
        return new TokenizerTraining(kind, SENTENCES, 2, most).learn();
    }

    @ParameterizedTest
    @EnumSource
    void sentencePieceReadsTheModelAsTheEngineDoes(TokenizerKind kind) throws IOException {
        String name = kind.name().toLowerCase(java.util.Locale.ROOT);
        assertThat(learned(kind)).isEqualTo(resource(name + ".spm"));
        SentencePieceTokenizer tokenizer = SentencePieceTokenizer.parse(learned(kind));
        int compared = 0;
        for (JsonNode row : new ObjectMapper().readTree(resource("golden.json"))) {
            if (row.get("kind").textValue().equals(name)) {
                List<Integer> ids = new ArrayList<>();
                row.path(row.has("ids") ? "ids" : "given").forEach(id -> ids.add(id.intValue()));
                if (row.has("text")) {
                    assertThat(tokenizer.encode(row.get("text").textValue()).ids())
                            .as(row.toString())
                            .containsExactly(ids.stream().mapToInt(i -> i).toArray());
                }
                assertThat(tokenizer.decode(ids.stream().mapToInt(i -> i).toArray()))
                        .as(row.toString())
                        .isEqualTo(row.get("decoded").textValue());
                compared++;
            }
        }
        assertThat(compared).isEqualTo(46);
    }

    @ParameterizedTest
    @EnumSource(names = {"WORDS", "CHARACTERS"})
    void whatWasSeenIsReadBackExactlySpacesIncluded(TokenizerKind kind) {
        SentencePieceTokenizer tokenizer =
                SentencePieceTokenizer.parse(new TokenizerTraining(kind, SENTENCES, 0, 1000).learn());
        List<String> words = List.of("[K:C]", "c3", "|", "|]", "", "_B2", "tower!", "\u20ac");
        Random random = new Random(5);
        List<String> texts = new ArrayList<>(SENTENCES);
        for (int i = 0; i < 500; i++) {
            List<String> some = new ArrayList<>();
            for (int n = 1 + random.nextInt(8); n > 0; n--) {
                some.add(words.get(random.nextInt(words.size())));
            }
            texts.add(String.join(" ", some));
        }
        for (String text : texts) {
            Encoding encoding = tokenizer.encode(text);
            assertThat(encoding.unknown()).as(text).isZero();
            assertThat(tokenizer.decode(encoding.ids())).isEqualTo(text);
        }
    }

    @ParameterizedTest
    @CsvSource({"WORDS, the heath, 1", "CHARACTERS, \u0436the, 1", "BPE, the heath \u0436, 0"})
    void whatWasNotSeenIsUnknownWhereNoBytesStandIn(TokenizerKind kind, String text, int unknown) {
        SentencePieceTokenizer tokenizer = SentencePieceTokenizer.parse(learned(kind));
        assertThat(tokenizer.encode(text).unknown()).isEqualTo(unknown);
    }

    @ParameterizedTest
    @CsvSource({
        "BPE, 310, 310, 'BPE, 310 pieces'",
        "WORDS, 1000, 44, 'words, 38 of 38 different ones: 100.00 % of the text, the rest is the unknown token'",
        "WORDS, 16, 16, 'words, 10 of 38 different ones: 39.13 % of the text, the rest is the unknown token'",
        "CHARACTERS, 1000, 49, 'characters, 43 of 43 different ones: 100.00 % of the text, the rest is the unknown token'",
    })
    void theVocabularyIsAsLargeAsAskedForOrAsTheTextGives(TokenizerKind kind, int most, int size, String said) {
        TokenizerTraining training = new TokenizerTraining(kind, SENTENCES, 2, most);
        assertThat(training.size()).isEqualTo(size);
        assertThat(training.describe()).isEqualTo(said);
        assertThat(SentencePieceTokenizer.parse(training.learn()).vocabulary().size())
                .isEqualTo(size);
    }

    @ParameterizedTest
    @CsvSource({
        "BPE, 262, 'found 262, expected more than 262: 4 special pieces, 256 bytes, 2 labels'",
        "WORDS, 6, 'found 6, expected more than 6: 4 special pieces, 2 labels'"
    })
    void aVocabularyWithoutRoomForTheTextIsRefused(TokenizerKind kind, int most, String message) {
        assertThatThrownBy(() -> new TokenizerTraining(kind, SENTENCES, 2, most))
                .hasMessageContaining(message);
    }
}
