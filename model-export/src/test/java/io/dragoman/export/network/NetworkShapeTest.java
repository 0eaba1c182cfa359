package io.dragoman.export.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class NetworkShapeTest {
    /** Run folders and weights of the first version name no options and hold these arrays in this order. */
    @Test
    void aShapeWithoutOptionsIsTheFirstNetwork() throws JsonProcessingException {
        NetworkShape read = new ObjectMapper()
                .readValue(
                        "{\"vocabulary\":6000,\"embedding\":256,\"encoderHidden\":256,\"decoderHidden\":512}",
                        NetworkShape.class);
        assertThat(read).isEqualTo(new NetworkShape(6000, 256, 256, 512));
        assertThat(read.options()).isEqualTo(NetworkOptions.DEFAULT);
        assertThat(read.arrays().keySet())
                .containsExactly(
                        "embedding",
                        "encoder.forward.weight_ih",
                        "encoder.forward.weight_hh",
                        "encoder.forward.bias_ih",
                        "encoder.forward.bias_hh",
                        "encoder.backward.weight_ih",
                        "encoder.backward.weight_hh",
                        "encoder.backward.bias_ih",
                        "encoder.backward.bias_hh",
                        "bridge.weight",
                        "bridge.bias",
                        "decoder.weight_ih",
                        "decoder.weight_hh",
                        "decoder.bias_ih",
                        "decoder.bias_hh",
                        "attention.weight",
                        "combine.weight",
                        "combine.bias",
                        "output.bias");
    }

    @Test
    void aShapeReadsBackAsItWasWritten() throws JsonProcessingException {
        NetworkShape shape = new NetworkShape(
                90,
                8,
                6,
                12,
                new NetworkOptions(
                        CellKind.LSTM,
                        2,
                        2,
                        EncoderDirection.BIDIRECTIONAL,
                        AttentionKind.LUONG_DOT,
                        true,
                        InitialState.LAST,
                        Tying.UNTIED,
                        true,
                        true));
        ObjectMapper json = new ObjectMapper();
        assertThat(json.readValue(json.writeValueAsString(shape), NetworkShape.class))
                .isEqualTo(shape);
    }

    @Test
    void everyProblemIsNamedAtOnce() {
        assertThatThrownBy(() -> new NetworkShape(
                        90,
                        8,
                        6,
                        10,
                        new NetworkOptions(
                                CellKind.GRU,
                                0,
                                9,
                                EncoderDirection.FORWARD,
                                AttentionKind.LUONG_DOT,
                                false,
                                InitialState.BRIDGE,
                                Tying.UNTIED,
                                false)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(
                        "--encoder-layers: found 0", "--decoder-layers: found 9", "luong-dot needs", "found 6 and 10");
    }

    @Test
    void copyingNeedsAnAttention() {
        NetworkOptions options = new NetworkOptions(
                CellKind.GRU,
                1,
                1,
                EncoderDirection.BIDIRECTIONAL,
                AttentionKind.NONE,
                false,
                InitialState.BRIDGE,
                Tying.THREE_WAY,
                true);
        assertThatThrownBy(() -> new NetworkShape(90, 8, 6, 12, options))
                .hasMessageContaining("--attention none has nothing to copy with: found --copying");
    }

    @Test
    void coverageInTheAttentionNeedsAnAttention() {
        NetworkOptions options = options(AttentionKind.NONE, false, true);
        assertThatThrownBy(() -> new NetworkShape(90, 8, 6, 12, options))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("--attention none covers nothing: found --coverage-attention");
    }

    /** The weights of coverage are the pointer's where there is one, and begin at zero: they draw nothing. */
    @Test
    void coverageAddsOneVectorAndChangesNoOtherWeight() {
        for (boolean copying : new boolean[] {false, true}) {
            NetworkShape without = new NetworkShape(90, 8, 6, 12, options(AttentionKind.BAHDANAU, copying, false));
            NetworkShape with = new NetworkShape(90, 8, 6, 12, options(AttentionKind.BAHDANAU, copying, true));
            NetworkWeights expected = WeightInitializer.initialize(without, 1);
            NetworkWeights found = WeightInitializer.initialize(with, 1);
            String added = copying ? "copy.coverage" : "attention.coverage";
            assertThat(found.get(added)).containsExactly(new float[12]);
            assertThat(found.arrays()).hasSize(expected.arrays().size() + 1);
            expected.arrays()
                    .forEach((name, values) -> assertThat(found.get(name)).containsExactly(values));
        }
    }

    @Test
    void aShapeFromBeforeCoverageReadsNone() throws JsonProcessingException {
        ObjectMapper json = new ObjectMapper();
        NetworkShape shape = new NetworkShape(90, 8, 6, 12);
        String old = json.writeValueAsString(shape).replace(",\"coverageAttention\":false", "");
        assertThat(old).doesNotContain("overage");
        assertThat(json.readValue(old, NetworkShape.class)).isEqualTo(shape);
    }

    private static NetworkOptions options(AttentionKind attention, boolean copying, boolean coverage) {
        return new NetworkOptions(
                CellKind.GRU,
                1,
                1,
                EncoderDirection.BIDIRECTIONAL,
                attention,
                false,
                InitialState.BRIDGE,
                Tying.THREE_WAY,
                copying,
                coverage);
    }

    @Test
    void aShapeFromBeforeCopyingDoesNotCopy() throws JsonProcessingException {
        ObjectMapper json = new ObjectMapper();
        NetworkShape shape = new NetworkShape(90, 8, 6, 12);
        String old = json.writeValueAsString(shape).replace(",\"copying\":false", "");
        assertThat(old).doesNotContain("copying");
        assertThat(json.readValue(old, NetworkShape.class)).isEqualTo(shape);
    }

    @Test
    void aStepCostsWhatTheFormulaSays() {
        assertThat(NetworkCost.ofStep(new NetworkShape(6000, 256, 256, 512), 20))
                .isEqualTo(new NetworkCost(3 * 512 * 512, 20 * (512 + 256), 256 * 512, 6000 * 256, 0, 0));
    }

    @Test
    void coverageCostsWhatTheFormulaSays() {
        assertThat(coverageCost(AttentionKind.LUONG_GENERAL, false)).isEqualTo(512 + 2 * 20);
        assertThat(coverageCost(AttentionKind.LUONG_CONCAT, false)).isEqualTo(20 * 513);
        assertThat(coverageCost(AttentionKind.LUONG_CONCAT, true)).isEqualTo(512 + 2 * 20);
    }

    private static long coverageCost(AttentionKind attention, boolean copying) {
        NetworkCost with =
                NetworkCost.ofStep(new NetworkShape(6000, 256, 256, 512, options(attention, copying, true)), 20);
        NetworkCost without =
                NetworkCost.ofStep(new NetworkShape(6000, 256, 256, 512, options(attention, copying, false)), 20);
        assertThat(with.describe()).endsWith(", coverage %,d".formatted(with.coverage()));
        assertThat(without.describe()).doesNotContain("coverage");
        return with.total() - without.total();
    }
}
