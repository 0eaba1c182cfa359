package io.dragoman.export.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dragoman.export.network.NetworkShape;
import io.dragoman.export.network.NetworkWeights;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RnnStepGraphsTest {
    private static final int BOS = 1;
    private static final int EOS = 2;

    private static NetworkWeights random(NetworkShape shape, long seed) {
        NetworkWeights weights = NetworkCombinations.random(shape, seed);
        weights.get("output.bias")[EOS] = 1.5f;
        return weights;
    }

    /** Lengths 1 to 12 in one batch. */
    private static List<int[]> sources(int vocabulary, int count) {
        Random random = new Random(5);
        return IntStream.range(0, count)
                .mapToObj(i -> IntStream.concat(random.ints(i % 12, 3, vocabulary), IntStream.of(EOS))
                        .toArray())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"40, 16, 12, 24, 1", "61, 10, 24, 24, 2", "33, 7, 5, 9, 3"})
    void graphsComputeWhatTheFormulasSay(int vocabulary, int embedding, int encoder, int decoder, long seed) {
        NetworkWeights weights = random(new NetworkShape(vocabulary, embedding, encoder, decoder), seed);
        try (GraphDecoder graphs = new GraphDecoder(RnnStepGraphs.of(weights), BOS, EOS)) {
            ParityCheck.Report report = new ParityCheck(1e-4, 200, 20)
                    .compare(new PlainNetwork(weights, BOS, EOS), graphs, sources(vocabulary, 240));
            assertThat(report.sentences()).isEqualTo(240);
            assertThat(report.positions()).isGreaterThan(240);
            assertThat(report.largestDifference()).isBetween(0.0, 5e-5);
        }
    }

    @Test
    void aChangedWeightFailsTheParityCheck() {
        NetworkShape shape = new NetworkShape(40, 16, 12, 24);
        NetworkWeights weights = random(shape, 1);
        NetworkWeights other = random(shape, 1);
        other.get("decoder.bias_hh")[50] += 0.01f;
        try (GraphDecoder graphs = new GraphDecoder(RnnStepGraphs.of(other), BOS, EOS)) {
            assertThatThrownBy(() ->
                            ParityCheck.DEFAULT.compare(new PlainNetwork(weights, BOS, EOS), graphs, sources(40, 200)))
                    .isInstanceOf(ParityException.class)
                    .hasMessageContaining("expected");
            assertThatThrownBy(() ->
                            ParityCheck.DEFAULT.compare(new PlainNetwork(weights, BOS, EOS), graphs, sources(40, 199)))
                    .isInstanceOf(ParityException.class)
                    .hasMessageContaining("at least 200 sentences, found 199");
        }
    }

    @Test
    void theSameWeightsGiveTheSameBytes() {
        NetworkShape shape = new NetworkShape(40, 16, 12, 24);
        RnnStepGraphs first = RnnStepGraphs.of(random(shape, 1));
        RnnStepGraphs second = RnnStepGraphs.of(random(shape, 1));
        assertThat(first.encoder().toByteArray()).isEqualTo(second.encoder().toByteArray());
        assertThat(first.decoderStep().toByteArray())
                .isEqualTo(second.decoderStep().toByteArray());
    }
}
