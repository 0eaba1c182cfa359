package io.dragoman.export.onnx;

import io.dragoman.export.network.AttentionKind;
import io.dragoman.export.network.NetworkShape;
import io.dragoman.export.network.NetworkWeights;
import java.util.List;
import java.util.Map;

/** Keys carry the projection and the scale, so a step is one product: query (batch, 1, H) · keys (batch, H, source). */
record ProductAttentionGraph(NetworkWeights weights) implements AttentionGraph {

    @Override
    public void keys(GraphBuilder graph, String states) {
        NetworkShape shape = weights.shape();
        int hidden = shape.decoderHidden();
        int width = shape.encoderWidth();
        String scaled;
        if (shape.options().attention() == AttentionKind.LUONG_DOT) {
            scaled = graph.node(
                    "Mul", states, graph.constant("attention.scale", new float[] {shape.attentionScale()}, 1));
        } else {
            float[] projection = Matrices.scaled(weights.get("attention.weight"), shape.attentionScale());
            scaled = graph.node(
                    "MatMul",
                    states,
                    graph.constant(
                            "attention.transposed", Matrices.transposed(projection, hidden, width), width, hidden));
        }
        graph.node("Transpose", List.of(scaled), Map.of("perm", new long[] {0, 2, 1}), "keys");
    }

    @Override
    public String[] keyDimensions() {
        return new String[] {"batch", Integer.toString(weights.shape().decoderHidden()), "source_length"};
    }

    @Override
    public String scores(GraphBuilder graph, String query) {
        return graph.node("MatMul", graph.node("Unsqueeze", query, graph.axis(1)), "keys");
    }
}
