package io.dragoman.export.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.dragoman.export.network.AttentionKind;
import io.dragoman.export.network.CellKind;
import io.dragoman.export.network.EncoderDirection;
import io.dragoman.export.network.InitialState;
import io.dragoman.export.network.NetworkOptions;
import io.dragoman.export.network.NetworkShape;
import io.dragoman.export.network.Tying;
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
    private static final int EOS = 2;
    private static final int FIRST = 4;
    private static final int VOCABULARY = 12;
    private static final int BATCH = 48;

    static Stream<Arguments> cellsAndAttentions() {
        List<Arguments> all = new ArrayList<>();
        for (CellKind cell : CellKind.values()) {
            for (AttentionKind attention : AttentionKind.values()) {
                all.add(Arguments.of(cell, attention, false, false));
                if (attention.name().startsWith("LUONG")) {
                    all.add(Arguments.of(cell, attention, true, false));
                }
            }
        }
        all.add(Arguments.of(CellKind.GRU, AttentionKind.LUONG_GENERAL, false, true));
        all.add(Arguments.of(CellKind.GRU, AttentionKind.BAHDANAU, false, true));
        all.add(Arguments.of(CellKind.LSTM, AttentionKind.LUONG_CONCAT, true, true));
        return all.stream();
    }

    @ParameterizedTest(name = "{0}, attention {1}, input feeding {2}, coverage {3}")
    @MethodSource("cellsAndAttentions")
    void learnsToReverse(CellKind cell, AttentionKind attention, boolean feeding, boolean coverage) {
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
                false,
                coverage);
        double accuracy = accuracyAfterTraining(new NetworkShape(VOCABULARY, 24, 24, 48, options), length);
        assertThat(accuracy).isGreaterThanOrEqualTo(0.95);
    }

    private static double accuracyAfterTraining(NetworkShape shape, int length) {
        Random random = new Random(3);
        List<EncodedPair> unseen = pairs(200, length, new Random(99));
        ShortTraining training = new ShortTraining(0.005, 1200, 0.97, TargetLoss.Objective.PLAIN, 10);
        return training.accuracy(shape, () -> pairs(BATCH, length, random), unseen);
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
