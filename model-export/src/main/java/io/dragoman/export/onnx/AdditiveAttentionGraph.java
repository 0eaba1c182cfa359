package io.dragoman.export.onnx;

import io.dragoman.engine.graph.GraphBuilder;
import io.dragoman.export.network.NetworkArrays;
import io.dragoman.export.network.NetworkWeights;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** v·tanh(W query + key + w·coverage), keys (batch, source, H) projected once. */
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
    public String scores(GraphBuilder graph, String query, @Nullable String coverage) {
        int hidden = weights.shape().decoderHidden();
        float[] projection = Matrices.transposed(weights.get("attention.query"), hidden, hidden);
        String projected =
                graph.node("MatMul", query, graph.constant("attention.query.transposed", projection, hidden, hidden));
        String sums = graph.node("Add", graph.node("Unsqueeze", projected, graph.axis(1)), "keys");
        if (coverage != null) {
            sums = graph.node("Add", sums, ofCoverage(graph, coverage));
        }
        String vector = graph.constant("attention.vector", weights.get("attention.vector"), hidden, 1);
        String column = graph.node("MatMul", graph.node("Tanh", sums), vector); // (batch, source, 1)
        return graph.node("Transpose", List.of(column), Map.of("perm", new long[] {0, 2, 1}));
    }

    /** (batch, source, H) */
    private String ofCoverage(GraphBuilder graph, String coverage) {
        String weight = graph.constant(
                NetworkArrays.ATTENTION_COVERAGE,
                weights.get(NetworkArrays.ATTENTION_COVERAGE),
                weights.shape().decoderHidden());
        return graph.node("Mul", graph.node("Unsqueeze", coverage, graph.axis(2)), weight);
    }
}
