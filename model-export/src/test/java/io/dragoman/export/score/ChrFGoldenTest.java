package io.dragoman.export.score;

import static io.dragoman.export.score.Golden.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** chrF and chrF++ equal sacreBLEU 2.6.0 on every stored corpus. */
class ChrFGoldenTest {
    static Stream<Arguments> corpora() {
        Map<String, ScoredCorpus> corpora = Golden.corpora();
        return Golden.rows("chrf.jsonl").map(row -> {
            String name = row.get("corpus").textValue();
            return Arguments.of(name, row.get("config").toString(), corpora.get(name), row);
        });
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("corpora")
    void corpus(String name, String config, ScoredCorpus corpus, JsonNode row) {
        ChrF chrF = new ChrF(options(row.get("config")));
        ChrF.Score score = chrF.corpusScore(corpus);
        assertClose(score.score(), row.get("score").doubleValue(), "score");
        Golden.assertSameSignature(score.signature(), row.get("signature"));
        assertThat(row.get("text").textValue()).startsWith(score.name() + " = ");
        if (row.has("stats")) {
            assertThat(Arrays.stream(chrF.statistics(corpus)).boxed().toList())
                    .isEqualTo(Golden.numbers(row.get("stats")));
        }
        if (row.has("sentence_scores")) {
            List<Double> expected = Golden.numbers(row.get("sentence_scores"));
            List<Double> found = corpus.segments().stream()
                    .limit(expected.size())
                    .map(segment -> chrF.sentenceScore(segment.hypothesis(), segment.references()))
                    .toList();
            assertClose(found, expected, "sentence");
        }
    }

    private static ChrF.Options options(JsonNode config) {
        return new ChrF.Options(
                config.path("char_order").asInt(6),
                config.path("word_order").asInt(0),
                config.path("beta").asInt(2),
                config.path("lowercase").asBoolean(false),
                config.path("whitespace").asBoolean(false),
                config.path("eps_smoothing").asBoolean(false));
    }
}
