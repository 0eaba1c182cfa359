package io.dragoman.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
                .mapToObj(i -> IntStream.range(0, 1 + random.nextInt(14))
                        .mapToObj(w -> String.valueOf((char) ('a' + random.nextInt(8))))
                        .collect(Collectors.joining(" ")))
                .map(text -> new GenerationRequest(text, new GenerationOptions(beam, 1, null, null)))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void whoSharesTheBatchChangesNothing(int beam) {
        List<GenerationRequest> sentences = sentences(500, beam);
        try (Seq2SeqEngine engine = Seq2SeqEngine.load(TinyBundle.folder(), EngineOptions.defaults())) {
            List<Outcome> alone = alone(engine, sentences);
            Random random = new Random(5);
            for (int round = 0; round < 20; round++) {
                assertThat(inBatches(engine, sentences, random)).isEqualTo(alone);
            }
        }
    }

    @Test
    void eightThreadsAtOnceGiveWhatOneGives() throws Exception {
        List<GenerationRequest> sentences = new ArrayList<>(sentences(150, 1));
        sentences.addAll(sentences(150, 4));
        try (Seq2SeqEngine engine = Seq2SeqEngine.load(TinyBundle.folder(), EngineOptions.defaults());
                ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Outcome> alone = alone(engine, sentences);
            CyclicBarrier start = new CyclicBarrier(8);
            List<Future<List<Outcome>>> all = IntStream.range(0, 8)
                    .mapToObj(thread -> threads.submit(() -> {
                        start.await();
                        return inBatches(engine, sentences, new Random(thread));
                    }))
                    .toList();
            for (Future<List<Outcome>> one : all) {
                assertThat(one.get()).isEqualTo(alone);
            }
        }
    }

    private static List<Outcome> alone(Seq2SeqEngine engine, List<GenerationRequest> sentences) {
        List<Outcome> outcomes = sentences.stream()
                .map(sentence -> engine.generate(List.of(sentence)).get(0))
                .toList();
        assertThat(outcomes).allMatch(outcome -> outcome instanceof Outcome.Generated);
        return outcomes;
    }

    /** Each sentence's outcome at its place, from batches of 1 to 64 in a random order. */
    private static List<Outcome> inBatches(Seq2SeqEngine engine, List<GenerationRequest> sentences, Random random) {
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, sentences.size()).boxed().toList());
        Collections.shuffle(order, random);
        Outcome[] outcomes = new Outcome[sentences.size()];
        int from = 0;
        while (from < order.size()) {
            int to = Math.min(order.size(), from + 1 + random.nextInt(64));
            List<Integer> batch = order.subList(from, to);
            List<Outcome> found =
                    engine.generate(batch.stream().map(sentences::get).toList());
            for (int i = 0; i < batch.size(); i++) {
                outcomes[batch.get(i)] = found.get(i);
            }
            from = to;
        }
        return List.of(outcomes);
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
}
