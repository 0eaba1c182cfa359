package io.dragoman.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real path: tokenizer, ONNX Runtime, search. */
class TinyBundleTest {
    private static List<GenerationRequest> sentences(int count, int beam) {
        Random random = new Random(11);
        return IntStream.range(0, count)
                .mapToObj(i -> IntStream.range(0, 1 + random.nextInt(9))
                        .mapToObj(w -> String.valueOf((char) ('a' + random.nextInt(8))))
                        .collect(Collectors.joining(" ")))
                .map(text -> new GenerationRequest(text, new GenerationOptions(beam, 1, null, null)))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void whoSharesTheBatchChangesNoText(int beam) {
        List<GenerationRequest> sentences = sentences(500, beam);
        try (Seq2SeqEngine engine = Seq2SeqEngine.load(TinyBundle.folder(), EngineOptions.defaults())) {
            List<String> alone = sentences.stream()
                    .map(sentence -> text(engine.generate(List.of(sentence)).get(0)))
                    .toList();
            Random random = new Random(5);
            for (int round = 0; round < 20; round++) {
                List<Integer> order =
                        new ArrayList<>(IntStream.range(0, 500).boxed().toList());
                Collections.shuffle(order, random);
                int from = 0;
                while (from < order.size()) {
                    int to = Math.min(order.size(), from + 1 + random.nextInt(64));
                    List<Integer> batch = order.subList(from, to);
                    List<Outcome> outcomes =
                            engine.generate(batch.stream().map(sentences::get).toList());
                    for (int i = 0; i < batch.size(); i++) {
                        assertThat(text(outcomes.get(i))).isEqualTo(alone.get(batch.get(i)));
                    }
                    from = to;
                }
            }
        }
    }

    @Test
    void itWarmsUpAndOrdersItsHypotheses() {
        try (Seq2SeqEngine engine = Seq2SeqEngine.load(TinyBundle.folder(), EngineOptions.defaults())) {
            engine.warmUp();
            assertThat(engine.model().digest()).matches("[0-9a-f]{64}");
            List<Outcome> best =
                    engine.generate(List.of(new GenerationRequest("a b c d", new GenerationOptions(4, 4, null, null))));
            assertThat(((Outcome.Generated) best.get(0)).hypotheses())
                    .hasSize(4)
                    .isSortedAccordingTo((x, y) -> Double.compare(y.score(), x.score()));
        }
    }

    private static String text(Outcome outcome) {
        return ((Outcome.Generated) outcome).text();
    }
}
