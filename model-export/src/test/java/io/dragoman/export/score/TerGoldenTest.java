package io.dragoman.export.score;

import static io.dragoman.export.score.Golden.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** TER equals sacreBLEU 2.6.0 on every stored corpus. */
class TerGoldenTest {
    static Stream<Arguments> corpora() {
        Map<String, ScoredCorpus> corpora = Golden.corpora();
        return Golden.rows("ter.jsonl").map(row -> {
            String name = row.get("corpus").textValue();
            return Arguments.of(name, row.get("config").toString(), corpora.get(name), row);
        });
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("corpora")
    void corpus(String name, String config, ScoredCorpus corpus, JsonNode row) {
        Ter ter = new Ter(options(row.get("config")));
        Ter.Score score = ter.corpusScore(corpus);
        assertThat(score.edits()).isEqualTo(row.get("num_edits").longValue());
        assertClose(score.referenceLength(), row.get("ref_length").doubleValue(), "reference length");
        assertClose(score.score(), row.get("score").doubleValue(), "score");
        Golden.assertSameSignature(score.signature(), row.get("signature"));
        if (row.has("tokenized_hyp")) {
            assertThat(corpus.segments())
                    .extracting(segment -> String.join(" ", ter.words(segment.hypothesis())))
                    .isEqualTo(Golden.strings(row.get("tokenized_hyp")));
        }
        for (int i = 0; i < row.path("sentence").size(); i++) {
            ScoredCorpus.Segment segment = corpus.segments().get(i);
            Ter.Score found = ter.sentenceScore(segment.hypothesis(), segment.references());
            List<Double> parts = List.of(found.score(), (double) found.edits(), found.referenceLength());
            assertClose(parts, Golden.numbers(row.get("sentence").get(i)), "sentence " + i);
        }
    }

    private static Ter.Options options(JsonNode config) {
        return new Ter.Options(
                config.path("normalized").asBoolean(false),
                config.path("no_punct").asBoolean(false),
                config.path("asian_support").asBoolean(false),
                config.path("case_sensitive").asBoolean(false));
    }
}
