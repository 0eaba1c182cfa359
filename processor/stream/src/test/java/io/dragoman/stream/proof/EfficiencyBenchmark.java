package io.dragoman.stream.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.dragoman.engine.EngineOptions;
import io.dragoman.engine.GenerationOptions;
import io.dragoman.engine.GenerationRequest;
import io.dragoman.engine.Outcome;
import io.dragoman.engine.Seq2SeqEngine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * Records a second of the topology at saturation over sentences a second of the engine alone: the same sentences, batch limit, length window
 * and model, in one JVM, in rounds that take turns so that whatever else the machine does meets all alike. The model is
 * {@code -Ddragoman.bundle=DIR} or else the shipped one. Its aim, 0.90, is read from the line it prints on a quiet machine; what it asserts
 * is a floor, under which the topology would starve the engine wherever it runs.
 */
@Tag("proof")
@Isolated("it measures")
class EfficiencyBenchmark {

    private static final int SENTENCES = Integer.getInteger("proof.sentences", 1_000);
    private static final int ROUNDS = Integer.getInteger("proof.rounds", 3);
    private static final int BATCH = 64;
    private static final int WINDOW = 256;
    private static final double FLOOR = 0.6;

    @Test
    void theTopologyKeepsTheEngineBusy(@TempDir Path directory) throws Exception {
        Path bundle = ProofApplication.root()
                .resolve(System.getProperty("dragoman.bundle", "model-export/models/tatoeba-en-fr"));
        List<String> sentences = EnglishSentences.take(SENTENCES);
        List<Double> alone = new ArrayList<>();
        List<Double> one = new ArrayList<>();
        List<Double> two = new ArrayList<>();
        try (Seq2SeqEngine engine = Seq2SeqEngine.load(bundle, EngineOptions.defaults());
                SaturatedTopology topology = new SaturatedTopology(directory, bundle, List.of(1, 2), BATCH, WINDOW)) {
            List<GenerationRequest> requests = requests(sentences);
            for (int round = 0; round <= ROUNDS; round++) {
                alone.add(engineAlone(engine, requests));
                one.add(topology.rate(1, sentences));
                two.add(topology.rate(2, sentences));
            }
            alone.add(engineAlone(engine, requests));
        }
        double first = median(ratios(one, alone));
        double second = median(ratios(two, alone));
        System.out.printf(
                "PROOF efficiency: model %s, %d sentences a round, %d rounds after one to warm up, batches of %d: engine alone %.0f sentences/s;"
                        + " topology %.0f records/s with 1 stream thread (ratio %.3f), %.0f with 2 (ratio %.3f); ratios by round %s and %s%n",
                bundle.getFileName(),
                sentences.size(),
                ROUNDS,
                BATCH,
                median(alone.subList(1, alone.size())),
                median(one.subList(1, one.size())),
                first,
                median(two.subList(1, two.size())),
                second,
                shown(ratios(one, alone)),
                shown(ratios(two, alone)));
        assertThat(first).as("1 stream thread").isGreaterThanOrEqualTo(FLOOR);
        assertThat(second).as("2 stream threads").isGreaterThanOrEqualTo(FLOOR);
    }

    /** Sorted by length within each window, as the scheduler looks for similar lengths. */
    private static List<GenerationRequest> requests(List<String> sentences) {
        List<GenerationRequest> requests = new ArrayList<>();
        for (int from = 0; from < sentences.size(); from += WINDOW) {
            sentences.subList(from, Math.min(sentences.size(), from + WINDOW)).stream()
                    .sorted(Comparator.comparingInt(String::length))
                    .map(text -> new GenerationRequest(text, GenerationOptions.DEFAULTS))
                    .forEach(requests::add);
        }
        return requests;
    }

    private static double engineAlone(Seq2SeqEngine engine, List<GenerationRequest> requests) {
        long start = System.nanoTime();
        for (int from = 0; from < requests.size(); from += BATCH) {
            var outcomes = engine.generate(requests.subList(from, Math.min(requests.size(), from + BATCH)));
            assertThat(outcomes).allMatch(outcome -> outcome instanceof Outcome.Generated);
        }
        return requests.size() * 1e9 / (System.nanoTime() - start);
    }

    /** Each round's rate over the mean of the engine's before and after it; the first round warms up. */
    private static List<Double> ratios(List<Double> topology, List<Double> alone) {
        return IntStream.range(1, topology.size())
                .mapToObj(round -> 2 * topology.get(round) / (alone.get(round) + alone.get(round + 1)))
                .toList();
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static String shown(List<Double> values) {
        return values.stream().map("%.2f"::formatted).collect(Collectors.joining(" "));
    }
}
