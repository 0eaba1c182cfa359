package io.dragoman.export.onnx;

import io.dragoman.engine.graph.GraphBuilder;
import io.dragoman.export.network.AttentionKind;
import io.dragoman.export.network.NetworkArrays;
import io.dragoman.export.network.NetworkShape;
import io.dragoman.export.network.NetworkWeights;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Keys carry the projection and the scale, so a step is one product: query (batch, 1, H) · keys (batch, H, source).
 * Coverage adds (query·w)·coverage, w scaled likewise.
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
    public String scores(GraphBuilder graph, String query, @Nullable String coverage) {
        String products = graph.node("MatMul", graph.node("Unsqueeze", query, graph.axis(1)), name);
        return coverage == null ? products : graph.node("Add", products, ofCoverage(graph, query, coverage));
    }

    /** (batch, 1, source). The weight is a sum a row, which no other row of the batch can change. */
    private String ofCoverage(GraphBuilder graph, String query, String coverage) {
        NetworkShape shape = weights.shape();
        float[] scaled = Matrices.scaled(weights.get(prefix + ".coverage"), shape.attentionScale());
        String constant = graph.constant(prefix + ".coverage.scaled", scaled, shape.decoderHidden());
        String weight = graph.node("ReduceSum", graph.node("Mul", query, constant), graph.axis(1)); // (batch, 1)
        return graph.node("Unsqueeze", graph.node("Mul", coverage, weight), graph.axis(1));
    }
}
