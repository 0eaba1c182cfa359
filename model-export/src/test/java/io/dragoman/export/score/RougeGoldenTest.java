package io.dragoman.export.score;

import static io.dragoman.export.score.Golden.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** ROUGE equals rouge-score 0.1.2, and the stemmer NLTK 3.10, on every stored pair and word. */
class RougeGoldenTest {
    private static final Rouge PLAIN = new Rouge(false);
    private static final Rouge STEMMED = new Rouge(true);

    static Stream<JsonNode> pairs() {
        return Golden.rows("rouge.jsonl");
    }

    static Stream<JsonNode> severalTargets() {
        return Golden.rows("rouge_multi.jsonl");
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void pair(JsonNode row) {
        String target = row.get("target").textValue();
        String prediction = row.get("prediction").textValue();
        for (Rouge.Variant variant : Rouge.Variant.values()) {
            assertEqual(PLAIN.score(variant, target, prediction), row.get("plain"), variant);
            assertEqual(STEMMED.score(variant, target, prediction), row.get("stemmed"), variant);
        }
        assertThat(PLAIN.words(target).stream().limit(60)).isEqualTo(Golden.strings(row.get("target_tokens")));
        assertThat(STEMMED.words(target).stream().limit(60)).isEqualTo(Golden.strings(row.get("target_stems")));
    }

    @ParameterizedTest
    @MethodSource("severalTargets")
    void bestOfSeveralTargets(JsonNode row) {
        List<String> targets = Golden.strings(row.get("targets")).stream()
                .map(Objects::requireNonNull)
                .toList();
        String prediction = row.get("prediction").textValue();
        for (Rouge.Variant variant : Rouge.Variant.values()) {
            assertEqual(PLAIN.score(variant, targets, prediction), row.get("plain"), variant);
            assertEqual(STEMMED.score(variant, targets, prediction), row.get("stemmed"), variant);
        }
    }

    @Test
    void stems() {
        assertThat(Golden.lines("porter.tsv").map(line -> line.split("\t", -1)))
                .isNotEmpty()
                .allSatisfy(pair ->
                        assertThat(PorterStemmer.stem(pair[0])).as(pair[0]).isEqualTo(pair[1]));
    }

    private static void assertEqual(Rouge.Score score, JsonNode expected, Rouge.Variant variant) {
        assertClose(
                List.of(score.precision(), score.recall(), score.f()),
                Golden.numbers(expected.get(variant.code())),
                variant.code());
    }
}
