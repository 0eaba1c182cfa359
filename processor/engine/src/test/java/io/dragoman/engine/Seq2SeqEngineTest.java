package io.dragoman.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.dragoman.engine.bundle.DecodingDefaults;
import io.dragoman.engine.consensus.Consensus;
import io.dragoman.engine.explanation.Attention;
import io.dragoman.engine.model.DecoderLoop;
import io.dragoman.engine.model.DecoderState;
import io.dragoman.engine.model.Device;
import io.dragoman.engine.model.GpuMemory;
import io.dragoman.engine.model.ModelException;
import io.dragoman.engine.model.Placement;
import io.dragoman.engine.model.Seq2SeqModel;
import io.dragoman.engine.model.StepResult;
import io.dragoman.engine.search.Constraint;
import io.dragoman.engine.search.TableModel;
import io.dragoman.engine.text.Encoding;
import io.dragoman.engine.text.TextNormalizer;
import io.dragoman.engine.text.Tokenizer;
import io.dragoman.engine.text.Vocabulary;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class Seq2SeqEngineTest {
    /** Each of a, b, c is a token, everything else is unknown. */
    private static final class Letters implements Tokenizer {
        private final Vocabulary vocabulary =
                new Vocabulary(List.of("<unk>", "<s>", "</s>", "<pad>", "a", "b", "c"), 0, 1, 2, 3);

        @Override
        public Encoding encode(String text) {
            int[] ids = text.chars()
                    .map(c -> Math.max(0, vocabulary.pieces().indexOf(String.valueOf((char) c))))
                    .toArray();
            return new Encoding(
                    ids, (int) Arrays.stream(ids).filter(id -> id == 0).count());
        }

        @Override
        public String decode(int[] ids) {
            return Arrays.stream(ids)
                    .filter(id -> id == 0 || id > 3)
                    .mapToObj(vocabulary::piece)
                    .collect(Collectors.joining());
        }

        @Override
        public int longestToken() {
            return vocabulary().pieces().stream().mapToInt(String::length).max().orElse(1);
        }

        @Override
        public Vocabulary vocabulary() {
            return vocabulary;
        }
    }

    /** Says c after a source that begins with a, and breaks on one that begins with b. */
    private static final class Breakable implements Seq2SeqModel {
        private final TableModel table = new TableModel().given(4, new int[] {}, 0, 0, 0.2, 0, 0, 0.1, 0.7);

        @Override
        public int vocabularySize() {
            return TableModel.VOCABULARY;
        }

        @Override
        public DecoderState encode(int[][] sources) {
            if (Arrays.stream(sources).anyMatch(s -> s[0] == 5)) {
                throw new ModelException("broken");
            }
            return table.encode(sources);
        }

        @Override
        public StepResult step(DecoderState state, int[] tokens, int topK) {
            return table.step(state, tokens, topK);
        }

        @Override
        public void close() {}
    }

    private static Seq2SeqEngine engine(OverlongPolicy overlong) {
        return engine(overlong, null, 2, BatchListener.NONE);
    }

    private static Seq2SeqEngine engine(
            OverlongPolicy overlong, @Nullable Consensus consensus, int maxBatchSize, BatchListener listener) {
        Letters letters = new Letters();
        RequestReader reader = new RequestReader(
                letters,
                letters,
                TextNormalizer.of(List.of("nfc", "spaces")),
                new OptionsResolver(new DecodingDefaults(1, 1, 1, 8), 10, overlong, 0),
                5,
                overlong,
                TextNormalizer.of(List.of()),
                source -> Constraint.NONE);
        EngineOptions options = new EngineOptions(
                Device.CPU, GpuMemory.DEFAULT, DecoderLoop.AUTO, 1, maxBatchSize, Duration.ofSeconds(10), overlong);
        return new Seq2SeqEngine(
                new ModelIdentity("letters", "1", "0", "test", null, null),
                reader,
                letters,
                null,
                consensus,
                new Breakable(),
                Placement.on(Device.CPU),
                options,
                listener);
    }

    private static Outcome one(String text, GenerationOptions options) {
        try (Seq2SeqEngine engine = engine(OverlongPolicy.REJECT)) {
            return engine.generate(List.of(new GenerationRequest(text, options)))
                    .get(0);
        }
    }

    private static List<GeneratedHypothesis> best(int count, @Nullable Consensus consensus) {
        try (Seq2SeqEngine engine = engine(OverlongPolicy.REJECT, consensus, 2, BatchListener.NONE)) {
            Outcome outcome = engine.generate(
                            List.of(new GenerationRequest("ab", new GenerationOptions(3, count, null, null))))
                    .get(0);
            return ((Outcome.Generated) outcome).hypotheses();
        }
    }

    @Test
    void wideBeamsShareABatchWithFewerSoThatRowsStayBounded() {
        List<String> batches = new ArrayList<>();
        List<GenerationRequest> requests = Stream.of(1, 5, 16, 64)
                .flatMap(beam ->
                        Collections.nCopies(10, new GenerationRequest("ab", new GenerationOptions(beam, 1, null, null)))
                                .stream())
                .toList();
        try (Seq2SeqEngine engine = engine(
                OverlongPolicy.REJECT,
                null,
                8,
                (model, batch) -> batches.add(batch.beamSize() + "x" + batch.sentences()))) {
            assertThat(engine.generate(requests)).hasSize(40).allMatch(Outcome.Generated.class::isInstance);
        }
        assertThat(batches.subList(0, 9))
                .containsExactly("1x8", "1x2", "5x8", "5x2", "16x2", "16x2", "16x2", "16x2", "16x2");
        assertThat(batches.subList(9, batches.size())).hasSize(10).containsOnly("64x1");
    }

    @Test
    void aConsensusIsSoughtInTheWholeBeamWhateverIsReturned() {
        List<GeneratedHypothesis> likeliest = best(3, null);
        Consensus consensus = new Consensus(0);
        int[] order = consensus.order(
                likeliest.stream().map(GeneratedHypothesis::text).toList(),
                likeliest.stream().mapToDouble(GeneratedHypothesis::score).toArray());

        assertThat(best(3, consensus))
                .containsExactlyElementsOf(
                        Arrays.stream(order).mapToObj(likeliest::get).toList());
        assertThat(best(1, consensus)).containsExactly(likeliest.get(order[0]));
    }

    private static Outcome.Rejected rejected(String text) {
        return (Outcome.Rejected) one(text, GenerationOptions.DEFAULTS);
    }

    @Test
    void aTextIsGenerated() {
        assertThat(one("ab", GenerationOptions.DEFAULTS))
                .isEqualTo(new Outcome.Generated(List.of(new GeneratedHypothesis("c", -0.1783)), Set.of()));
    }

    @Test
    void aModelThatTellsNoAttentionIsExplainedWithoutIt() {
        try (Seq2SeqEngine engine = engine(OverlongPolicy.REJECT)) {
            Explanation explanation = (Explanation) engine.explain(new GenerationRequest("ab"));
            assertThat(explanation.hypotheses()).singleElement().satisfies(h -> {
                assertThat(h.score()).isEqualTo(-0.1783);
                assertThat(h.target().text()).isEqualTo("c");
                assertThat(h.attention()).isEqualTo(new Attention.Absent());
            });
            assertThat(ExplanationJson.of(explanation)
                            .at("/hypotheses/0/attention")
                            .isNull())
                    .isTrue();
        }
    }

    @Test
    void badTextsAreRejectedWithTheirReason() {
        assertThat(rejected("").reason()).isEqualTo(Reason.EMPTY_TEXT);
        assertThat(rejected(" \t\n").reason()).isEqualTo(Reason.EMPTY_TEXT);
        assertThat(rejected("\u00a0").reason()).isEqualTo(Reason.EMPTY_TEXT);
        assertThat(rejected("a\ud83d b").reason()).isEqualTo(Reason.INVALID_TEXT);
        assertThat(rejected("a\ude00"))
                .isEqualTo(new Outcome.Rejected(
                        Reason.INVALID_TEXT,
                        "found a lone surrogate U+DE00 at character 1, expected well-formed Unicode"));
        assertThat(rejected("aaaaaa"))
                .isEqualTo(new Outcome.Rejected(Reason.SOURCE_TOO_LONG, "found 6 source tokens, expected at most 5"));
        assertThat(rejected("a".repeat(1_000_000)).reason()).isEqualTo(Reason.SOURCE_TOO_LONG);
    }

    @Test
    void badOptionsAreRejectedWithFoundAndExpected() {
        assertThat(one("a", new GenerationOptions(65, null, null, null)))
                .isEqualTo(new Outcome.Rejected(Reason.INVALID_OPTIONS, "found beamSize 65, expected 1 to 64"));
        assertThat(one("a", new GenerationOptions(2, 3, null, null)))
                .isEqualTo(new Outcome.Rejected(Reason.INVALID_OPTIONS, "found nBest 3, expected 1 to 2"));
        assertThat(one("a", new GenerationOptions(null, null, Double.NaN, null)))
                .isEqualTo(new Outcome.Rejected(Reason.INVALID_OPTIONS, "found lengthPenalty NaN, expected 0 to 10.0"));
        assertThat(one("a", new GenerationOptions(null, null, null, 11)))
                .isEqualTo(new Outcome.Rejected(Reason.INVALID_OPTIONS, "found maxNewTokens 11, expected 1 to 10"));
    }

    @Test
    void flagsSayWhatAReaderShouldKnow() {
        try (Seq2SeqEngine engine = engine(OverlongPolicy.TRUNCATE)) {
            List<Outcome> outcomes = engine.generate(List.of(
                    new GenerationRequest("a".repeat(1000)),
                    new GenerationRequest("a?"),
                    new GenerationRequest("a", new GenerationOptions(null, null, null, 1))));
            assertThat(outcomes)
                    .extracting(o -> ((Outcome.Generated) o).flags())
                    .containsExactly(
                            Set.of(Flag.SOURCE_TRUNCATED), Set.of(Flag.UNKNOWN_TOKENS), Set.of(Flag.TARGET_TRUNCATED));
        }
    }

    @Test
    void aBrokenBatchFailsAndOthersDoNot() {
        try (Seq2SeqEngine engine = engine(OverlongPolicy.REJECT)) {
            GenerationOptions beam = new GenerationOptions(2, 2, null, null);
            List<Outcome> outcomes = engine.generate(
                    List.of(new GenerationRequest("b"), new GenerationRequest("a", beam), new GenerationRequest("")));
            assertThat(outcomes.get(0))
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class, f -> assertThat(f.reason()).isEqualTo(Reason.INFERENCE_FAILED));
            assertThat(((Outcome.Generated) outcomes.get(1)).hypotheses()).hasSize(2);
            assertThat(outcomes.get(2)).isInstanceOf(Outcome.Rejected.class);
        }
    }

    @Test
    void aClosedEngineFailsItsRequests() {
        Seq2SeqEngine engine = engine(OverlongPolicy.REJECT);
        engine.close();
        engine.close();
        assertThat(engine.generate(List.of(new GenerationRequest("a"))).get(0))
                .isEqualTo(new Outcome.Failed(Reason.CANCELLED, "the engine is closed", null));
    }

    @Test
    void equalResolvedOptionsHaveOneDigest() {
        try (Seq2SeqEngine engine = engine(OverlongPolicy.REJECT)) {
            assertThat(engine.optionsDigest(GenerationOptions.DEFAULTS))
                    .isEqualTo(engine.optionsDigest(new GenerationOptions(1, 1, 1.0, 8)))
                    .isNotEqualTo(engine.optionsDigest(new GenerationOptions(2, 1, 1.0, 8)))
                    .matches("[0-9a-f]{16}");
        }
    }
}
