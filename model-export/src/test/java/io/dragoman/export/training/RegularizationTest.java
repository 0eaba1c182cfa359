package io.dragoman.export.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dragoman.export.network.AttentionKind;
import io.dragoman.export.network.CellKind;
import io.dragoman.export.network.Copying;
import io.dragoman.export.network.Dropout;
import io.dragoman.export.network.EncoderDirection;
import io.dragoman.export.network.InitialState;
import io.dragoman.export.network.NetworkOptions;
import io.dragoman.export.network.NetworkShape;
import io.dragoman.export.network.NetworkWeights;
import io.dragoman.export.network.Seq2SeqNetwork;
import io.dragoman.export.network.SourceStates;
import io.dragoman.export.network.Tying;
import io.dragoman.export.network.WeightInitializer;
import io.dragoman.export.tokenizer.TokenizerKind;
import io.dragoman.export.training.TargetLoss.Objective;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each choice acts, and on nothing else. */
class RegularizationTest {
    private static final int BOS = 1;
    private static final int EOS = 2;
    private static final List<EncodedPair> BATCH = List.of(
            new EncodedPair(new int[] {4, 5, 6, 2}, new int[] {6, 5}),
            new EncodedPair(new int[] {7, 8, 9, 2}, new int[] {9, 8, 7, 5}));

    @Test
    void eachDropoutChangesTheLossOfWhatItDrops() {
        NetworkShape one = shape(1, false);
        NetworkShape two = shape(2, false);
        Dropout words = new Dropout(0, 0.4f, 0, 0);
        Dropout layers = new Dropout(0, 0, 0.4f, 0);
        Dropout recurrent = new Dropout(0, 0, 0, 0.4f);
        float plain = loss(one, Dropout.NONE, Objective.PLAIN);
        assertThat(loss(one, words, Objective.PLAIN)).isNotEqualTo(plain).isFinite();
        assertThat(loss(one, recurrent, Objective.PLAIN)).isNotEqualTo(plain).isFinite();
        assertThat(loss(one, layers, Objective.PLAIN)).as("one layer").isEqualTo(plain);
        assertThat(loss(two, layers, Objective.PLAIN))
                .isNotEqualTo(loss(two, Dropout.NONE, Objective.PLAIN))
                .isFinite();
    }

    @Test
    void coverageIsWhatIsReadTwice() {
        for (NetworkShape shape : List.of(shape(1, false), shape(1, true), covering(false), covering(true))) {
            float expected = loss(shape, Dropout.NONE, Objective.PLAIN) + 0.5f * (float) repeated(shape);
            assertThat(loss(shape, Dropout.NONE, new Objective(0, 0.5f))).isCloseTo(expected, within(1e-5f));
        }
    }

    @Test
    void coverageNeedsAnAttention(@TempDir Path folder) {
        NetworkOptions options = new NetworkOptions(
                CellKind.GRU,
                1,
                1,
                EncoderDirection.BIDIRECTIONAL,
                AttentionKind.NONE,
                false,
                InitialState.BRIDGE,
                Tying.THREE_WAY,
                false);
        Regularization coverage = new Regularization(0, 0, 0, 0, 0, 1);
        assertThatThrownBy(() -> new TrainingRun(
                        folder,
                        new TrainingRun.Setup(
                                new NetworkShape(12, 6, 5, 7, options),
                                TokenizerKind.BPE,
                                null,
                                new TrainingOptions(1, 100, 0.1, 1, 0, 0, 1, 1, 1, 1, coverage),
                                new TrainingRun.Normalization(List.of(), List.of()),
                                new TokenLimit(10, false),
                                0.01,
                                null)))
                .hasMessageContaining("--coverage needs an attention: found --attention none");
    }

    @Test
    void copyingNeedsEqualPieces(@TempDir Path folder) {
        assertThatThrownBy(() -> new TrainingRun(
                        folder,
                        new TrainingRun.Setup(
                                shape(1, true),
                                TokenizerKind.BPE,
                                null,
                                new TrainingOptions(
                                        1, 100, 0.1, 1, 0, 0, 1, 1, 1, 1, new Regularization(0.1, 0, 0, 0, 0, 0)),
                                new TrainingRun.Normalization(List.of(), List.of()),
                                new TokenLimit(10, false),
                                0.01,
                                null)))
                .hasMessageContaining("--bpe-dropout")
                .hasMessageContaining("found --copying");
    }

    @Test
    void bpeDropoutNeedsSubwords(@TempDir Path folder) {
        assertThatThrownBy(() -> new TrainingRun(
                        folder,
                        new TrainingRun.Setup(
                                shape(1, false),
                                TokenizerKind.WORDS,
                                null,
                                new TrainingOptions(
                                        1, 100, 0.1, 1, 0, 0, 1, 1, 1, 1, new Regularization(0.1, 0, 0, 0, 0, 0)),
                                new TrainingRun.Normalization(List.of(), List.of()),
                                new TokenLimit(10, false),
                                0.01,
                                null)))
                .hasMessageContaining("--bpe-dropout needs subwords: found --tokenizer words, expected bpe");
    }

    @Test
    void weightDecayShrinksMatricesAndLeavesBiases() {
        NetworkShape shape = shape(1, false);
        NetworkWeights plain = updated(shape, 0);
        NetworkWeights decayed = updated(shape, 0.1f);
        float[] first = WeightInitializer.initialize(shape, 1).get("combine.weight");
        for (int i = 0; i < first.length; i++) {
            float shrunk = plain.get("combine.weight")[i] - 0.01f * 0.1f * first[i];
            assertThat(decayed.get("combine.weight")[i]).isCloseTo(shrunk, within(1e-6f));
        }
        assertThat(decayed.get("combine.bias")).containsExactly(plain.get("combine.bias"));
    }

    @Test
    void optionsFromBeforeRegularizationHaveNone() throws Exception {
        String old = """
                {"epochs":5,"maxSlots":1000,"learningRate":0.0012,"warmupSteps":500,"dropout":0.2,"labelSmoothing":0.1,
                 "clipNorm":1.0,"patience":4,"checkpointSteps":500,"seed":1}""";
        assertThat(new ObjectMapper().readValue(old, TrainingOptions.class))
                .isEqualTo(new TrainingOptions(5, 1000, 0.0012, 500, 0.2, 0.1, 1, 4, 500, 1, Regularization.NONE));
    }

    /** Attention reads the coverage whose loss it is. */
    private static NetworkShape covering(boolean copying) {
        return shape(1, copying, true);
    }

    private static NetworkShape shape(int layers, boolean copying) {
        return shape(layers, copying, false);
    }

    private static NetworkShape shape(int layers, boolean copying, boolean coverage) {
        NetworkOptions options = new NetworkOptions(
                CellKind.GRU,
                layers,
                layers,
                EncoderDirection.BIDIRECTIONAL,
                AttentionKind.LUONG_GENERAL,
                false,
                InitialState.BRIDGE,
                Tying.THREE_WAY,
                copying,
                coverage);
        return new NetworkShape(12, 6, 5, 7, options);
    }

    private static float loss(NetworkShape shape, Dropout dropout, Objective objective) {
        Engine.getInstance().setRandomSeed(7);
        try (Seq2SeqNetwork network = new Seq2SeqNetwork(WeightInitializer.initialize(shape, 1));
                NDManager scope = network.manager().newSubManager()) {
            return new TargetLoss(network, BOS, EOS)
                    .of(scope, BATCH, dropout, objective)
                    .getFloat();
        }
    }

    /** Mean over real target positions of Σ min(share, sum of the shares before), in loops. */
    private static double repeated(NetworkShape shape) {
        double sum = 0;
        int positions = 0;
        try (Seq2SeqNetwork network = new Seq2SeqNetwork(WeightInitializer.initialize(shape, 1));
                NDManager scope = network.manager().newSubManager()) {
            for (EncodedPair pair : BATCH) {
                ForcedBatch batch = ForcedBatch.of(List.of(pair), BOS, EOS);
                SourceStates source = network.encode(batch.sources(scope), Dropout.NONE);
                var decoded = network.decode(batch.inputs(scope), source, source.initial(), Dropout.NONE);
                Copying copying = decoded.copying();
                NDArray shares = Objects.requireNonNull(copying == null ? decoded.attention() : copying.shares());
                int width = pair.source().length;
                float[] flat = shares.reshape(new Shape(pair.steps(), width)).toFloatArray();
                double[] covered = new double[width];
                for (int i = 0; i < flat.length; i++) {
                    sum += Math.min(flat[i], covered[i % width]);
                    covered[i % width] += flat[i];
                }
                positions += pair.steps();
            }
        }
        return sum / positions;
    }

    private static NetworkWeights updated(NetworkShape shape, float weightDecay) {
        try (Seq2SeqNetwork network = new Seq2SeqNetwork(WeightInitializer.initialize(shape, 1));
                NDManager scope = network.manager().newSubManager()) {
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                collector.backward(new TargetLoss(network, BOS, EOS).of(scope, BATCH, Dropout.NONE, Objective.PLAIN));
            }
            new Adam(network, 1, weightDecay).update(1, 0.01);
            return network.weights();
        }
    }
}
