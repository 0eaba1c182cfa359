package io.dragoman.export.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import io.dragoman.export.network.AttentionKind;
import io.dragoman.export.network.CellKind;
import io.dragoman.export.network.EncoderDirection;
import io.dragoman.export.network.InitialState;
import io.dragoman.export.network.NetworkArrays;
import io.dragoman.export.network.NetworkOptions;
import io.dragoman.export.network.NetworkShape;
import io.dragoman.export.network.NetworkWeights;
import io.dragoman.export.network.Seq2SeqNetwork;
import io.dragoman.export.network.Tying;
import io.dragoman.export.network.WeightInitializer;
import io.dragoman.export.training.ScheduledSampling.Schedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduledSamplingTest {
    private static final int BOS = 1;
    private static final int EOS = 2;
    private static final int FAVOURITE = 10;
    private static final List<EncodedPair> BATCH = List.of(
            new EncodedPair(new int[] {4, 5, 6, 2}, new int[] {6, 5}),
            new EncodedPair(new int[] {7, 8, 9, 2}, new int[] {9, 8, 7, 5}));

    @ParameterizedTest
    @EnumSource
    void theShareRisesFromNearlyNothingToWhatWasAskedFor(Schedule schedule) {
        ScheduledSampling sampling = new ScheduledSampling(0.25, schedule);
        double before = -1;
        for (int update = 1; update <= 1000; update++) {
            double share = sampling.at(update, 1000);
            assertThat(share).isGreaterThan(before);
            before = share;
        }
        assertThat(sampling.at(1, 1000)).isLessThan(0.02);
        assertThat(before).isCloseTo(0.25, within(1e-6));
        assertThat(sampling.at(2000, 1000)).as("after the end").isEqualTo(before);
        assertThat(new ScheduledSampling(0, schedule).at(500, 1000)).isZero();
    }

    @Test
    void theInverseSigmoidStaysLowForLong() {
        assertThat(new ScheduledSampling(0.25, Schedule.INVERSE_SIGMOID).at(500, 1000))
                .isLessThan(new ScheduledSampling(0.25, Schedule.LINEAR).at(500, 1000));
    }

    @Test
    void allTokensOwnIsNoTraining() {
        assertThatThrownBy(() -> new ScheduledSampling(1, Schedule.LINEAR)).hasMessageContaining("expected in [0, 1)");
    }

    /** A network that always says one token is fed that token, wherever a real one is fed. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void drawsAreWhatTheNetworkSays(boolean copying) {
        ForcedBatch plain = ForcedBatch.of(BATCH, BOS, EOS);
        NetworkWeights weights = biased(copying, "output.bias", FAVOURITE, 50);
        if (copying) {
            weights = biased(weights, NetworkArrays.COPY_GATE_BIAS, 0, 50); // generates, never copies
        }
        ForcedBatch sampled = sampled(weights, plain, 1);
        // row 0: bos 6 5 | padding; row 1: bos 9 8 7 5
        assertThat(sampled.input())
                .containsExactly(BOS, FAVOURITE, FAVOURITE, EOS, EOS, BOS, FAVOURITE, FAVOURITE, FAVOURITE, FAVOURITE);
        assertThat(sampled.gold()).containsExactly(plain.gold());
        assertThat(sampled.source()).containsExactly(plain.source());
    }

    @Test
    void aNetworkThatCopiesIsFedTokensOfItsOwnSource() {
        NetworkWeights weights =
                biased(biased(true, "output.bias", FAVOURITE, 50), NetworkArrays.COPY_GATE_BIAS, 0, -50);
        for (int seed = 0; seed < 20; seed++) {
            long[] input =
                    sampled(weights, ForcedBatch.of(BATCH, BOS, EOS), 1, seed).input();
            assertThat(LongStream.of(input[1], input[2])).isSubsetOf(4L, 5L, 6L, 2L);
            assertThat(LongStream.of(input).skip(6)).isSubsetOf(7L, 8L, 9L, 2L);
        }
    }

    @Test
    void aShareIsDrawnAndNoneLeavesTheReferences() {
        List<EncodedPair> many = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            many.add(new EncodedPair(new int[] {4, 5, 2}, new int[] {5, 4, 5, 4, 5, 4, 5, 4, 5, 4}));
        }
        ForcedBatch plain = ForcedBatch.of(many, BOS, EOS);
        NetworkWeights weights = biased(false, "output.bias", FAVOURITE, 50);
        assertThat(sampled(weights, plain, 0).input()).containsExactly(plain.input());
        long own = Arrays.stream(sampled(weights, plain, 0.3).input())
                .filter(id -> id == FAVOURITE)
                .count();
        assertThat(own).isBetween(240L, 360L); // of 1,000, 4 standard deviations
    }

    @Test
    void theSameSeedsDrawTheSame() {
        NetworkWeights weights = WeightInitializer.initialize(shape(true), 1);
        ForcedBatch plain = ForcedBatch.of(BATCH, BOS, EOS);
        assertThat(sampled(weights, plain, 0.7, 3).input())
                .containsExactly(sampled(weights, plain, 0.7, 3).input());
    }

    private static ForcedBatch sampled(NetworkWeights weights, ForcedBatch batch, double share) {
        return sampled(weights, batch, share, 1);
    }

    private static ForcedBatch sampled(NetworkWeights weights, ForcedBatch batch, double share, int seed) {
        Engine.getInstance().setRandomSeed(seed);
        try (Seq2SeqNetwork network = new Seq2SeqNetwork(weights)) {
            return new SampledInputs(network).of(batch, share, seed);
        }
    }

    private static NetworkWeights biased(boolean copying, String array, int index, float value) {
        return biased(WeightInitializer.initialize(shape(copying), 1), array, index, value);
    }

    private static NetworkWeights biased(NetworkWeights weights, String array, int index, float value) {
        Map<String, float[]> arrays = new TreeMap<>(weights.arrays());
        float[] changed = weights.get(array).clone();
        changed[index] = value;
        arrays.put(array, changed);
        return new NetworkWeights(weights.shape(), arrays);
    }

    private static NetworkShape shape(boolean copying) {
        NetworkOptions options = new NetworkOptions(
                CellKind.GRU,
                1,
                1,
                EncoderDirection.BIDIRECTIONAL,
                AttentionKind.LUONG_GENERAL,
                false,
                InitialState.BRIDGE,
                Tying.THREE_WAY,
                copying);
        return new NetworkShape(12, 6, 5, 7, options);
    }
}
