package io.dragoman.export.onnx;

import io.dragoman.export.network.AttentionKind;
import io.dragoman.export.network.NetworkArrays;
import io.dragoman.export.network.NetworkShape;
import io.dragoman.export.network.NetworkWeights;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keys carry the projection and the scale, so a step is one product: query (batch, 1, H) · keys (batch, H, source).
 *
 * @param projection array of the projection; null for none
 * @param prefix what constants are named after
 * @param name what the keys are called
 */
record ProductAttentionGraph(
        NetworkWeights weights, @Nullable String projection, String prefix, String name) implements AttentionGraph {
    static ProductAttentionGraph attention(NetworkWeights weights) {
        boolean dot = weights.shape().options().attention() == AttentionKind.LUONG_DOT;
        return new ProductAttentionGraph(weights, dot ? null : "attention.weight", "attention", "keys");
    }

    static ProductAttentionGraph pointer(NetworkWeights weights) {
        return new ProductAttentionGraph(weights, NetworkArrays.COPY_KEY, "copy", "copy_keys");
    }

    @Override
    public void keys(GraphBuilder graph, String states) {
        NetworkShape shape = weights.shape();
        int hidden = shape.decoderHidden();
        int width = shape.encoderWidth();
        String scaled;
        if (projection == null) {
            scaled = graph.node(
                    "Mul", states, graph.constant(prefix + ".scale", new float[] {shape.attentionScale()}, 1));
        } else {
            float[] weight = Matrices.scaled(weights.get(projection), shape.attentionScale());
            scaled = graph.node(
                    "MatMul",
                    states,
                    graph.constant(prefix + ".transposed", Matrices.transposed(weight, hidden, width), width, hidden));
        }
        graph.node("Transpose", List.of(scaled), Map.of("perm", new long[] {0, 2, 1}), name);
    }

    @Override
    public String[] keyDimensions() {
        return new String[] {"batch", Integer.toString(weights.shape().decoderHidden()), "source_length"};
    }

    @Override
    public String scores(GraphBuilder graph, String query) {
        return graph.node("MatMul", graph.node("Unsqueeze", query, graph.axis(1)), name);
    }
}
