package io.dragoman.export.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDManager;
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
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The task: say the two tokens after the mark. In training they are never among the tokens {@link #NEW} and above,
 * which do appear elsewhere in sources; in the test they always are.
 */
class CopyingTest {
    private static final int BOS = 1;
    private static final int EOS = 2;
    private static final int MARK = 4;
    private static final int FIRST = 5;
    private static final int NEW = 25;
    private static final int VOCABULARY = 45;
    private static final int LENGTH = 7;

    @ParameterizedTest(name = "{0}, attention {1}, input feeding {2}, coverage {3}")
    @CsvSource({"GRU, LUONG_GENERAL, false, false", "LSTM, BAHDANAU, false, false", "GRU, LUONG_GENERAL, false, true"})
    void aNetworkThatCopiesSaysTokensItHasNeverSaid(
            CellKind cell, AttentionKind attention, boolean feeding, boolean coverage) {
        assertThat(accuracyOnNewTokens(options(cell, attention, feeding, true, coverage)))
                .isGreaterThanOrEqualTo(0.7);
    }

    @Test
    void theSameNetworkWithoutCopyingDoesNot() {
        NetworkOptions options = options(CellKind.GRU, AttentionKind.LUONG_GENERAL, false, false, false);
        assertThat(accuracyOnNewTokens(options)).isLessThanOrEqualTo(0.05);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theLossIsThatOfTheDistributionThatIsDecodedFrom(boolean coverage) {
        NetworkOptions options = options(CellKind.GRU, AttentionKind.LUONG_DOT, false, true, coverage);
        NetworkShape shape = new NetworkShape(VOCABULARY, 8, 8, 16, options);
        EncodedPair pair = new EncodedPair(new int[] {9, 7, 9, 30, EOS}, new int[] {9, 30, 11});
        try (Seq2SeqNetwork network = new Seq2SeqNetwork(WeightInitializer.initialize(shape, 5));
                NDManager scope = network.manager().newSubManager()) {
            float[][] logProbs = new NetworkDecoder(network, BOS, EOS).forcedLogits(pair.source(), pair.target());
            double expected = -(logProbs[0][9] + logProbs[1][30] + logProbs[2][11] + logProbs[3][EOS]) / 4.0;
            float found = new TargetLoss(network, BOS, EOS)
                    .of(scope, List.of(pair), Dropout.NONE, TargetLoss.Objective.PLAIN)
                    .getFloat();
            assertThat((double) found).isCloseTo(expected, within(1e-5));
            for (float[] step : logProbs) {
                double sum = IntStream.range(0, step.length)
                        .mapToDouble(i -> Math.exp(step[i]))
                        .sum();
                assertThat(sum).isCloseTo(1, within(1e-5));
            }
        }
    }

    private static NetworkOptions options(
            CellKind cell, AttentionKind attention, boolean feeding, boolean copying, boolean coverage) {
        return new NetworkOptions(
                cell,
                1,
                1,
                EncoderDirection.BIDIRECTIONAL,
                attention,
                feeding,
                InitialState.BRIDGE,
                Tying.THREE_WAY,
                copying,
                coverage);
    }

    private static double accuracyOnNewTokens(NetworkOptions options) {
        Random random = new Random(3);
        List<EncodedPair> unseen = pairs(100, new Random(99), NEW, VOCABULARY);
        NetworkShape shape = new NetworkShape(VOCABULARY, 24, 24, 48, options);
        ShortTraining training = new ShortTraining(0.004, 400, 0.8, new TargetLoss.Objective(0.1f, 0), 5);
        return training.accuracy(shape, () -> pairs(32, random, FIRST, NEW), unseen);
    }

    /** Sources of any tokens; those after the mark are of [from, to). */
    private static List<EncodedPair> pairs(int count, Random random, int from, int to) {
        return IntStream.range(0, count)
                .mapToObj(i -> {
                    int[] source = random.ints(LENGTH + 1, FIRST, VOCABULARY).toArray();
                    int[] target = random.ints(2, from, to).toArray();
                    int mark = random.nextInt(LENGTH - 2);
                    source[mark] = MARK;
                    source[mark + 1] = target[0];
                    source[mark + 2] = target[1];
                    source[LENGTH] = EOS;
                    return new EncodedPair(source, target);
                })
                .toList();
    }
}
