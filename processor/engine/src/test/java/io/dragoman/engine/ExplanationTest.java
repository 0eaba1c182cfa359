package io.dragoman.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.dragoman.engine.explanation.Attention;
import io.dragoman.engine.explanation.ExplainedHypothesis;
import io.dragoman.engine.explanation.Word;
import io.dragoman.engine.model.DecoderLoop;
import io.dragoman.engine.model.GpuMemory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real path: tokenizer, ONNX Runtime, search and forced decoding. */
class ExplanationTest {
    private static final Seq2SeqEngine ENGINE = Seq2SeqEngine.load(TinyBundle.folder(), EngineOptions.defaults());

    @AfterAll
    static void close() {
        ENGINE.close();
    }

    private static Explanation explanation(Seq2SeqEngine engine, GenerationRequest request) {
        return (Explanation) engine.explain(request);
    }

    private static Outcome.Rejected rejected(Explained explained) {
        return (Outcome.Rejected) ((Explained.Not) explained).outcome();
    }

    private static List<GenerationRequest> requests(GenerationOptions options) {
        Random random = new Random(3);
        return IntStream.range(0, 200)
                .mapToObj(i -> IntStream.range(0, 1 + random.nextInt(14))
                        .mapToObj(w -> String.valueOf((char) ('a' + random.nextInt(8))))
                        .collect(Collectors.joining(" ")))
                .map(text -> new GenerationRequest(text, options))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void textsScoresAndFlagsAreThoseOfSearch(int beam) {
        List<GenerationRequest> requests = new ArrayList<>(requests(new GenerationOptions(beam, beam, null, null)));
        requests.addAll(requests(new GenerationOptions(beam, beam, 0.6, 3)));
        List<Outcome> outcomes = ENGINE.generate(requests);
        for (int i = 0; i < requests.size(); i++) {
            Outcome.Generated generated = (Outcome.Generated) outcomes.get(i);
            Explanation explanation = explanation(ENGINE, requests.get(i));
            assertThat(explanation.hypotheses().stream()
                            .map(h -> new GeneratedHypothesis(h.target().text(), h.score())))
                    .isEqualTo(generated.hypotheses());
            assertThat(explanation.flags()).isEqualTo(generated.flags());
        }
    }

    @Test
    void eachRowOfAttentionSumsToOneAndWordsAddUpTheirPieces() {
        Explanation explanation = explanation(ENGINE, new GenerationRequest("a b c d e f g"));
        assertThat(explanation.source().text()).isEqualTo("a b c d e f g");
        for (ExplainedHypothesis hypothesis : explanation.hypotheses()) {
            Attention.Weights weights = (Attention.Weights) hypothesis.attention();
            assertThat(weights.pieces())
                    .hasDimensions(
                            hypothesis.target().pieces().size(),
                            explanation.source().pieces().size());
            assertThat(weights.words())
                    .hasDimensions(
                            hypothesis.target().words().size(),
                            explanation.source().words().size());
            for (float[] row : weights.words()) {
                assertThat(IntStream.range(0, row.length)
                                .mapToDouble(s -> row[s])
                                .sum())
                        .isCloseTo(1, within(1e-5));
            }
            Word target = hypothesis.target().words().get(0);
            Word source = explanation.source().words().get(0);
            double sum = 0;
            for (int t = target.from(); t < target.to(); t++) {
                for (int s = source.from(); s < source.to(); s++) {
                    sum += weights.pieces()[t][s];
                }
            }
            assertThat((double) weights.words()[0][0]).isCloseTo(sum / (target.to() - target.from()), within(1e-6));
        }
    }

    @Test
    void aGivenTargetIsScoredAsIfTheModelHadSaidIt() {
        GenerationRequest request = new GenerationRequest("a b c d", new GenerationOptions(4, 1, null, null));
        ExplainedHypothesis best = explanation(ENGINE, request).hypotheses().get(0);
        Explanation given = (Explanation) ENGINE.explain(request, best.target().text());
        assertThat(given.hypotheses()).hasSize(1);
        assertThat(given.hypotheses().get(0).score()).isEqualTo(best.score());
        assertThat(given.hypotheses().get(0).logProbs()).isEqualTo(best.logProbs());
        Explanation other = (Explanation) ENGINE.explain(request, "h h h h");
        assertThat(other.hypotheses().get(0).score()).isLessThan(best.score());
        assertThat(((Explanation) ENGINE.explain(request, ""))
                        .hypotheses()
                        .get(0)
                        .target()
                        .pieces())
                .hasSize(1);
    }

    @Test
    void whatCannotBeExplainedSaysWhy() {
        assertThat(rejected(ENGINE.explain(new GenerationRequest(" "))).reason())
                .isEqualTo(Reason.EMPTY_TEXT);
        GenerationRequest request = new GenerationRequest("a");
        assertThat(rejected(ENGINE.explain(request, "a ".repeat(100_000))).reason())
                .isEqualTo(Reason.TARGET_TOO_LONG);
        assertThat(rejected(ENGINE.explain(request, "\ud83d")).reason()).isEqualTo(Reason.INVALID_TEXT);
        Seq2SeqEngine closed = Seq2SeqEngine.load(TinyBundle.folder(), EngineOptions.defaults());
        closed.close();
        assertThat(closed.explain(request))
                .isEqualTo(new Explained.Not(new Outcome.Failed(Reason.CANCELLED, "the engine is closed", null)));
        EngineOptions hurried = new EngineOptions(
                EngineOptions.defaults().device(),
                GpuMemory.DEFAULT,
                DecoderLoop.AUTO,
                1,
                64,
                Duration.ofNanos(1),
                OverlongPolicy.REJECT);
        try (Seq2SeqEngine engine = Seq2SeqEngine.load(TinyBundle.folder(), hurried)) {
            assertThat(((Outcome.Failed) ((Explained.Not) engine.explain(request)).outcome()).reason())
                    .isEqualTo(Reason.DEADLINE_EXCEEDED);
        }
    }

    @Test
    void itsJsonHoldsEverything() {
        JsonNode json = ExplanationJson.of(
                ENGINE.explain(new GenerationRequest("a b", new GenerationOptions(2, 2, null, null))));
        assertThat(json.at("/model/name").asText()).isEqualTo(ENGINE.model().name());
        assertThat(json.at("/source/words")).hasSize(3);
        assertThat(json.at("/source/words/2/mark").asBoolean()).isTrue();
        JsonNode best = json.at("/hypotheses/0");
        assertThat(json.get("hypotheses")).hasSize(2);
        assertThat(best.get("logProbs")).hasSameSizeAs(best.at("/target/pieces"));
        assertThat(best.at("/attention/words")).hasSameSizeAs(best.at("/target/words"));
        assertThat(ExplanationJson.of(ENGINE.explain(new GenerationRequest(""))).toString())
                .isEqualTo(
                        "{\"rejected\":\"EMPTY_TEXT\",\"message\":\"found a text without a visible character, expected"
                                + " one or more\"}");
    }

    @Test
    void theShippedModelLooksAtTheWordItTranslates() {
        Path bundle = Path.of(System.getProperty("dragoman.root", "."), "model-export", "models", "tatoeba-en-fr");
        Assumptions.assumeTrue(Files.isDirectory(bundle), "no shipped bundle at " + bundle);
        try (Seq2SeqEngine engine = Seq2SeqEngine.load(bundle, EngineOptions.defaults())) {
            GenerationRequest request = new GenerationRequest("The cat sleeps in the kitchen.");
            Explanation explanation = explanation(engine, request);
            assertThat(engine.generate(List.of(request)).get(0))
                    .isEqualTo(new Outcome.Generated(
                            explanation.hypotheses().stream()
                                    .map(h -> new GeneratedHypothesis(h.target().text(), h.score()))
                                    .toList(),
                            explanation.flags()));
            assertThat(mostSeen(explanation, "chat")).isEqualTo("cat");
            assertThat(mostSeen(explanation, "cuisine")).isEqualTo("kitchen");
        }
    }

    /** The source word that the best hypothesis' word got the most weight from. */
    private static String mostSeen(Explanation explanation, String target) {
        ExplainedHypothesis best = explanation.hypotheses().get(0);
        List<String> words = best.target().words().stream().map(Word::text).toList();
        float[] row = ((Attention.Weights) best.attention()).words()[words.indexOf(target)];
        int most = IntStream.range(0, row.length).reduce(0, (a, b) -> row[b] > row[a] ? b : a);
        return explanation.source().words().get(most).text();
    }
}
