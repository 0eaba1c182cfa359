package io.dragoman.export.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.dragoman.export.network.AttentionKind;
import io.dragoman.export.network.CellKind;
import io.dragoman.export.network.EncoderDirection;
import io.dragoman.export.network.InitialState;
import io.dragoman.export.network.NetworkDecoder;
import io.dragoman.export.network.NetworkOptions;
import io.dragoman.export.network.NetworkShape;
import io.dragoman.export.network.NetworkWeights;
import io.dragoman.export.network.Seq2SeqNetwork;
import io.dragoman.export.network.Tying;
import io.dragoman.export.onnx.GraphDecoder;
import io.dragoman.export.onnx.RnnStepGraphs;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What coverage is for: what was read is not read again. */
class CoverageTest {
    private static final int BOS = 1;
    private static final int EOS = 2;
    private static final int VOCABULARY = 12;
    private static final int STEPS = 9;
    private static final List<int[]> SOURCES =
            List.of(new int[] {5, 9, 4, 11, EOS}, new int[] {8, EOS}, new int[] {6, 10, 7, 4, 5, 9, EOS});

    /** It copies the source token of the highest id: with coverage, of those that it has not copied yet. */
    @Test
    void aPointerThatReadsItsCoverageGoesOnToWhatIsLeft() {
        for (List<int[]> found : List.of(trained(highestFirst(-500)), exported(highestFirst(-500)))) {
            assertThat(found).containsExactly(new int[] {11, 9, 5, 4}, new int[] {8}, new int[] {10, 9, 7, 6, 5, 4});
        }
    }

    /** The control: the same network, but that coverage weighs nothing. */
    @Test
    void theSamePointerThatIgnoresItRepeatsItselfForEver() {
        for (List<int[]> found : List.of(trained(highestFirst(0)), exported(highestFirst(0)))) {
            assertThat(found).containsExactly(said(11), said(8), said(10));
        }
    }

    private static int[] said(int token) {
        int[] again = new int[STEPS];
        Arrays.fill(again, token);
        return again;
    }

    /**
     * A network of one unit: an encoder state is tanh of the id's height, the decoder's is 1, the gate is shut to the
     * generator, and a position's score is 200·state + weight·coverage.
     */
    private static NetworkWeights highestFirst(float weight) {
        NetworkOptions options = new NetworkOptions(
                CellKind.GRU,
                1,
                1,
                EncoderDirection.FORWARD,
                AttentionKind.LUONG_DOT,
                false,
                InitialState.BRIDGE,
                Tying.THREE_WAY,
                true,
                true);
        NetworkShape shape = new NetworkShape(VOCABULARY, 1, 1, 1, options);
        Map<String, float[]> arrays = new LinkedHashMap<>();
        shape.arrays().forEach((name, dimensions) -> arrays.put(name, new float[size(dimensions)]));
        float[] heights = new float[VOCABULARY];
        for (int id = 0; id < VOCABULARY; id++) {
            heights[id] = id == EOS ? -0.9f : 0.1f * id;
        }
        arrays.put("embedding", heights);
        arrays.put("encoder.forward.weight_ih", new float[] {0, 0, 1});
        arrays.put("encoder.forward.bias_ih", new float[] {0, -30, 0}); // forgets all but the newest
        arrays.put("decoder.bias_ih", new float[] {0, 30, 0}); // keeps its first state
        arrays.put("bridge.bias", new float[] {10});
        arrays.put("copy.gate.bias", new float[] {-30});
        arrays.put("copy.key", new float[] {200});
        arrays.put("copy.coverage", new float[] {weight});
        return new NetworkWeights(shape, arrays);
    }

    private static int size(long[] dimensions) {
        return (int) Arrays.stream(dimensions).reduce(1, Math::multiplyExact);
    }

    private static List<int[]> trained(NetworkWeights weights) {
        try (Seq2SeqNetwork network = new Seq2SeqNetwork(weights)) {
            return new NetworkDecoder(network, BOS, EOS).greedy(SOURCES, STEPS);
        }
    }

    private static List<int[]> exported(NetworkWeights weights) {
        try (GraphDecoder graphs = new GraphDecoder(RnnStepGraphs.of(weights), BOS, EOS)) {
            return graphs.greedy(SOURCES, STEPS);
        }
    }
}
