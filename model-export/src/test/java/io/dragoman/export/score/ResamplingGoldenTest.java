package io.dragoman.export.score;

import static io.dragoman.export.score.Golden.assertClose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Confidence and paired tests agree with sacreBLEU 2.6.0 as far as another random generator can. */
class ResamplingGoldenTest {
    private static final Bleu BLEU = new Bleu(Bleu.Options.DEFAULTS);
    private static final ChrF CHRF = new ChrF(ChrF.Options.DEFAULTS);

    static Stream<JsonNode> confidences() {
        return Golden.rows("resampling.jsonl")
                .filter(row -> row.get("kind").textValue().equals("confidence"));
    }

    static Stream<JsonNode> comparisons() {
        return Golden.rows("resampling.jsonl")
                .filter(row -> row.get("kind").textValue().startsWith("paired"));
    }

    @ParameterizedTest
    @MethodSource("confidences")
    void confidence(JsonNode row) {
        CorpusMetric metric = row.get("metric").textValue().equals("bleu") ? BLEU : CHRF;
        Resampling resampling = new Resampling(row.get("n_bootstrap").intValue(), 12345);
        assertConfidence(resampling.confidence(metric, corpus(row.get("corpus"))), row);
    }

    @ParameterizedTest
    @MethodSource("comparisons")
    void comparison(JsonNode row) {
        Resampling resampling = new Resampling(row.get("n_samples").intValue(), 12345);
        boolean bootstrap = row.get("kind").textValue().equals("paired-bs");
        ScoredCorpus baseline = corpus(row.get("baseline"));
        ScoredCorpus system = corpus(row.get("system"));
        for (CorpusMetric metric : new CorpusMetric[] {BLEU, CHRF}) {
            JsonNode expected = row.get("results").get(metric.name());
            Resampling.Comparison found = bootstrap
                    ? resampling.pairedBootstrap(metric, baseline, system)
                    : resampling.pairedRandomization(metric, baseline, system);
            assertClose(found.baselineScore(), expected.get(0).get("score").doubleValue(), "baseline");
            assertClose(found.systemScore(), expected.get(1).get("score").doubleValue(), "system");
            assertThat(found.pValue()).isCloseTo(expected.get(1).get("p_value").doubleValue(), within(0.04));
            if (bootstrap) {
                assertConfidence(resampling.confidence(metric, baseline), expected.get(0));
                assertConfidence(resampling.confidence(metric, system), expected.get(1));
            }
        }
    }

    private static void assertConfidence(Resampling.Confidence found, JsonNode expected) {
        double interval = expected.get("ci").doubleValue();
        assertClose(found.score(), expected.get("score").doubleValue(), "score");
        assertThat(found.mean()).isCloseTo(expected.get("mean").doubleValue(), within(interval / 10));
        assertThat(found.interval()).isCloseTo(interval, within(0.2 * interval));
    }

    private static ScoredCorpus corpus(JsonNode name) {
        Map<String, ScoredCorpus> corpora = Golden.corpora();
        return Objects.requireNonNull(corpora.get(name.textValue()));
    }
}
