package io.dragoman.export.score;

import static io.dragoman.export.score.Golden.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** BLEU equals sacreBLEU 2.6.0 on every stored corpus, sentence and tokenized string. */
class BleuGoldenTest {
    static Stream<Arguments> corpora() {
        return cases("bleu.jsonl");
    }

    static Stream<Arguments> sentences() {
        return cases("sentence_bleu.jsonl");
    }

    private static Stream<Arguments> cases(String file) {
        Map<String, ScoredCorpus> corpora = Golden.corpora();
        return Golden.rows(file).map(row -> {
            String name = row.get("corpus").textValue();
            return Arguments.of(name, row.get("config").toString(), corpora.get(name), row);
        });
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("corpora")
    void corpus(String name, String config, ScoredCorpus corpus, JsonNode row) {
        BleuScore score = new Bleu(options(row.get("config"))).corpusScore(corpus);
        assertEqual(score, row.get("expected"));
        Golden.assertSameSignature(score.signature(), row.get("signature"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("sentences")
    void sentence(String name, String config, ScoredCorpus corpus, JsonNode row) {
        ScoredCorpus.Segment segment = corpus.segments().get(row.get("segment").intValue());
        Bleu bleu = new Bleu(options(row.get("config")));
        assertEqual(bleu.sentenceScore(segment.hypothesis(), segment.references()), row.get("expected"));
    }

    @ParameterizedTest
    @EnumSource(BleuTokenizer.class)
    void tokenizer(BleuTokenizer tokenizer) {
        assertThat(Golden.rows("bleu_tokenizers.jsonl"))
                .isNotEmpty()
                .allSatisfy(row -> assertThat(tokenizer.tokenize(row.get("text").textValue()))
                        .as(row.get("text").toString())
                        .isEqualTo(row.get(tokenizer.code()).textValue()));
    }

    private static void assertEqual(BleuScore score, JsonNode expected) {
        assertThat(score.systemLength()).isEqualTo(expected.get("sys_len").longValue());
        assertThat(score.referenceLength()).isEqualTo(expected.get("ref_len").longValue());
        assertThat(score.counts()).isEqualTo(Golden.numbers(expected.get("counts")));
        assertThat(score.totals()).isEqualTo(Golden.numbers(expected.get("totals")));
        assertClose(score.precisions(), Golden.numbers(expected.get("precisions")), "precision");
        assertClose(score.brevityPenalty(), expected.get("bp").doubleValue(), "brevity penalty");
        assertClose(score.score(), expected.get("score").doubleValue(), "score");
    }

    private static Bleu.Options options(JsonNode config) {
        Smoothing smoothing = Smoothing.of(config.path("smooth_method").asText("exp"));
        JsonNode value = config.path("smooth_value");
        return new Bleu.Options(
                BleuTokenizer.ofCode(config.path("tokenize").asText("13a")),
                value.isNumber() ? smoothing.withValue(value.doubleValue()) : smoothing,
                config.path("lowercase").asBoolean(false),
                config.path("effective_order").asBoolean(false),
                config.path("max_ngram_order").asInt(4));
    }
}
