package io.dragoman.export.quantization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.dragoman.engine.EngineOptions;
import io.dragoman.engine.GenerationOptions;
import io.dragoman.engine.GenerationRequest;
import io.dragoman.engine.Seq2SeqEngine;
import io.dragoman.export.bundle.BundleDraft;
import io.dragoman.export.bundle.BundleWriter;
import io.dragoman.export.bundle.TinyBundle;
import io.dragoman.export.network.AttentionKind;
import io.dragoman.export.network.CellKind;
import io.dragoman.export.network.EncoderDirection;
import io.dragoman.export.network.InitialState;
import io.dragoman.export.network.NetworkOptions;
import io.dragoman.export.network.NetworkShape;
import io.dragoman.export.network.NetworkWeights;
import io.dragoman.export.network.Tying;
import io.dragoman.export.network.WeightInitializer;
import io.dragoman.export.onnx.GraphDecoder;
import io.dragoman.export.onnx.RnnStepGraphs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class Int8GraphTest {
    private static final int[] SOURCE = {7, 30, 61, 12, 2};
    private static final int[] TARGET = {9, 50, 77, 33};

    static Stream<Arguments> networks() {
        List<Arguments> all = new ArrayList<>();
        for (CellKind cell : CellKind.values()) {
            for (AttentionKind attention : AttentionKind.values()) {
                for (Tying tying : List.of(Tying.THREE_WAY, Tying.UNTIED)) {
                    all.add(Arguments.of(cell, attention, tying));
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("networks")
    void whatIsComputedStaysCloseAndTheFileShrinks(CellKind cell, AttentionKind attention, Tying tying) {
        NetworkOptions options = new NetworkOptions(
                cell,
                2,
                2,
                EncoderDirection.BIDIRECTIONAL,
                attention,
                false,
                InitialState.BRIDGE,
                tying,
                attention != AttentionKind.NONE && tying == Tying.UNTIED,
                attention != AttentionKind.NONE);
        NetworkWeights weights = WeightInitializer.initialize(new NetworkShape(80, 64, 32, 64, options), 5);
        weights.arrays().forEach((name, values) -> {
            if (name.endsWith(".coverage")) {
                Arrays.fill(values, -0.3f);
            }
        });
        RnnStepGraphs floats = RnnStepGraphs.of(weights);

        RnnStepGraphs integers = quantized(floats);

        float[][] expected = logits(floats);
        float[][] found = logits(integers);
        for (int t = 0; t < expected.length; t++) {
            for (int i = 0; i < expected[t].length; i++) {
                assertThat(Math.abs(found[t][i] - expected[t][i])).isLessThan(0.03f * spread(expected[t]));
            }
        }
        assertThat(bytes(integers)).isLessThan((int) (0.42 * bytes(floats)));
    }

    @Test
    void nothingBesideTheMatricesChanges() {
        ModelProto before = TinyBundle.draft().graphs().decoderStep();

        ModelProto after = quantized(TinyBundle.draft().graphs()).decoderStep();

        List<String> operators = operators(after);
        int unfolding = operators.size() - operators(before).size();
        assertThat(operators.subList(0, unfolding)).containsOnly("Cast", "Mul");
        assertThat(operators.subList(unfolding, operators.size())).isEqualTo(operators(before));
        assertThat(after.getGraph().getInputList()).isEqualTo(before.getGraph().getInputList());
        assertThat(after.getGraph().getOutputList()).isEqualTo(before.getGraph().getOutputList());
    }

    @Test
    void noBitDependsOnWhoSharesTheBatch(@TempDir Path folder) {
        BundleDraft draft = TinyBundle.draft();
        BundleDraft integers = new BundleDraft(
                draft.identity(),
                quantized(draft.graphs()),
                draft.tokenizer(),
                draft.sourceNormalization(),
                draft.targetNormalization(),
                draft.decoding(),
                draft.limits(),
                draft.provenance(),
                draft.modelCard());
        Path bundle = folder.resolve("bundle");
        BundleWriter.write(integers, bundle);
        List<GenerationRequest> requests = TinyBundle.SENTENCES.stream()
                .map(text -> new GenerationRequest(text, new GenerationOptions(3, 3, null, 12)))
                .toList();
        try (Seq2SeqEngine engine = Seq2SeqEngine.load(bundle, EngineOptions.defaults())) {
            assertThat(engine.generate(requests))
                    .isEqualTo(requests.stream()
                            .flatMap(request -> engine.generate(List.of(request)).stream())
                            .toList());
        }
    }

    @Test
    void weightsThatAreNoNumbersAreRefusedByName() {
        NetworkWeights weights = WeightInitializer.initialize(new NetworkShape(80, 64, 32, 64), 5);
        weights.get("embedding")[64 * 3 + 1] = Float.NaN;
        weights.get("embedding")[64 * 3 + 2] = Float.POSITIVE_INFINITY;
        RnnStepGraphs graphs = RnnStepGraphs.of(weights);

        assertThatThrownBy(() -> Int8Graph.quantize(graphs.encoder()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("embedding row 3: found")
                .hasMessageContaining("expected finite weights");
    }

    private static RnnStepGraphs quantized(RnnStepGraphs graphs) {
        return new RnnStepGraphs(Int8Graph.quantize(graphs.encoder()), Int8Graph.quantize(graphs.decoderStep()));
    }

    private static float[][] logits(RnnStepGraphs graphs) {
        try (GraphDecoder decoder = new GraphDecoder(graphs, 1, 2)) {
            return decoder.forcedLogits(SOURCE, TARGET);
        }
    }

    private static float spread(float[] row) {
        float[] sorted = row.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length - 1] - sorted[0];
    }

    private static int bytes(RnnStepGraphs graphs) {
        return graphs.encoder().getSerializedSize() + graphs.decoderStep().getSerializedSize();
    }

    private static List<String> operators(ModelProto model) {
        return model.getGraph().getNodeList().stream()
                .map(node -> node.getOpType())
                .toList();
    }
}
