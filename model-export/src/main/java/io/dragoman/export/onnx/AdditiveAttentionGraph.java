package io.dragoman.export.onnx;

import io.dragoman.export.network.NetworkWeights;
import java.util.List;
import java.util.Map;

/** v·tanh(W query + key), keys (batch, source, H) projected once. */
record AdditiveAttentionGraph(NetworkWeights weights) implements AttentionGraph {

    @Override
    public void keys(GraphBuilder graph, String states) {
        int hidden = weights.shape().decoderHidden();
        int width = weights.shape().encoderWidth();
        float[] projection = Matrices.transposed(weights.get("attention.key"), hidden, width);
        graph.node(
                "MatMul",
                List.of(states, graph.constant("attention.key.transposed", projection, width, hidden)),
                Map.of(),
                "keys");
    }

    @Override
    public String[] keyDimensions() {
        return new String[] {
            "batch", "source_length", Integer.toString(weights.shape().decoderHidden())
        };
    }

    @Override
    public String scores(GraphBuilder graph, String query) {
        int hidden = weights.shape().decoderHidden();
        float[] projection = Matrices.transposed(weights.get("attention.query"), hidden, hidden);
        String projected =
                graph.node("MatMul", query, graph.constant("attention.query.transposed", projection, hidden, hidden));
        String sums = graph.node("Add", graph.node("Unsqueeze", projected, graph.axis(1)), "keys");
        String vector = graph.constant("attention.vector", weights.get("attention.vector"), hidden, 1);
        String column = graph.node("MatMul", graph.node("Tanh", sums), vector); // (batch, source, 1)
        return graph.node("Transpose", List.of(column), Map.of("perm", new long[] {0, 2, 1}));
    }
}
