package io.dragoman.export.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.dragoman.export.network.AttentionKind;
import io.dragoman.export.network.CellKind;
import io.dragoman.export.network.Dropout;
import io.dragoman.export.network.EncoderDirection;
import io.dragoman.export.network.InitialState;
import io.dragoman.export.network.NetworkDecoder;
import io.dragoman.export.network.NetworkOptions;
import io.dragoman.export.network.NetworkShape;
import io.dragoman.export.network.Seq2SeqNetwork;
import io.dragoman.export.network.Tying;
import io.dragoman.export.network.WeightInitializer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every cell with every attention learns to reverse short sequences it has not seen: its gradients are right. */
class LearningTest {
    private static final int BOS = 1;
    private static final int EOS = 2;
    private static final int FIRST = 4;
    private static final int VOCABULARY = 12;
    private static final int BATCH = 48;
    private static final int MOST_STEPS = 1200;

    static Stream<Arguments> cellsAndAttentions() {
        List<Arguments> all = new ArrayList<>();
        for (CellKind cell : CellKind.values()) {
            for (AttentionKind attention : AttentionKind.values()) {
                all.add(Arguments.of(cell, attention, false));
                if (attention.name().startsWith("LUONG")) {
                    all.add(Arguments.of(cell, attention, true));
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{0}, attention {1}, input feeding {2}")
    @MethodSource("cellsAndAttentions")
    void learnsToReverse(CellKind cell, AttentionKind attention, boolean feeding) {
        int length = attention == AttentionKind.NONE ? 3 : 5; // a fixed vector holds little
        NetworkOptions options = new NetworkOptions(
                cell,
                1,
                1,
                EncoderDirection.BIDIRECTIONAL,
                attention,
                feeding,
                InitialState.BRIDGE,
                Tying.THREE_WAY,
                false);
        double accuracy = accuracyAfterTraining(new NetworkShape(VOCABULARY, 24, 24, 48, options), length);
        assertThat(accuracy).isGreaterThanOrEqualTo(0.95);
    }

    private static double accuracyAfterTraining(NetworkShape shape, int length) {
        Random random = new Random(3);
        List<EncodedPair> unseen = pairs(200, length, new Random(99));
        try (Seq2SeqNetwork network = new Seq2SeqNetwork(WeightInitializer.initialize(shape, 1))) {
            TargetLoss loss = new TargetLoss(network, BOS, EOS);
            Adam adam = new Adam(network, 1, 0);
            double accuracy = 0;
            for (int step = 1; step <= MOST_STEPS && accuracy < 0.97; step++) {
                try (NDManager scope = network.manager().newSubManager()) {
                    try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                        var l = loss.of(scope, pairs(BATCH, length, random), Dropout.NONE, TargetLoss.Objective.PLAIN);
                        collector.backward(l);
                    }
                    adam.update(step, 0.005);
                }
                if (step % 100 == 0) {
                    accuracy = accuracy(network, unseen);
                }
            }
            return accuracy;
        }
    }

    private static double accuracy(Seq2SeqNetwork network, List<EncodedPair> pairs) {
        List<int[]> outputs = new NetworkDecoder(network, BOS, EOS)
                .greedy(pairs.stream().map(EncodedPair::source).toList(), 10);
        return IntStream.range(0, pairs.size())
                        .filter(i -> Arrays.equals(outputs.get(i), pairs.get(i).target()))
                        .count()
                / (double) pairs.size();
    }

    private static List<EncodedPair> pairs(int count, int length, Random random) {
        return IntStream.range(0, count)
                .mapToObj(i -> random.ints(length, FIRST, VOCABULARY).toArray())
                .map(ids -> {
                    int[] reversed = IntStream.range(0, length)
                            .map(j -> ids[length - 1 - j])
                            .toArray();
                    return new EncodedPair(
                            IntStream.concat(Arrays.stream(ids), IntStream.of(EOS))
                                    .toArray(),
                            reversed);
                })
                .toList();
    }
}
