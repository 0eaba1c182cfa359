package io.dragoman.export.onnx;

import io.dragoman.engine.graph.GraphBuilder;
import io.dragoman.engine.graph.GraphBuilder.Type;
import io.dragoman.export.network.NetworkArrays;
import io.dragoman.export.network.NetworkShape;
import io.dragoman.export.network.NetworkWeights;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Copying in graphs: the encoder leaves {@code copy_keys} (batch, hidden, source_length) and {@code copy_ids} (batch,
 * source_length), the source itself; a step adds each position's share to its token. Padding has share 0.
 */
record PointerGraph(NetworkWeights weights) {
    /** What the gate reads of the context is the last column of the values, see {@link ValueFold}. */
    static final int VALUE_COLUMNS = 1;

    private ProductAttentionGraph attention() {
        return ProductAttentionGraph.pointer(weights);
    }

    /** Adds the encoder's outputs; states (batch, source_length, directions·He). */
    void memories(GraphBuilder graph, String states) {
        attention().keys(graph, states);
        graph.node("Identity", List.of("source_ids"), Map.of(), "copy_ids");
        graph.output("copy_keys", Type.FLOAT, attention().keyDimensions());
        graph.output("copy_ids", Type.INT64, "batch", "source_length");
    }

    /** Adds the step's inputs. */
    void inputs(GraphBuilder graph) {
        graph.input("copy_keys", Type.FLOAT, attention().keyDimensions());
        graph.input("copy_ids", Type.INT64, "batch", "source_length");
    }

    /**
     * Adds {@code log_probs} (batch, vocabulary).
     *
     * @param state (batch, hidden), the query
     * @param context (batch, 1), the gate's part of it, bias included
     * @param logits (batch, vocabulary) of the generator
     * @param coverage (batch, source_length); null where it is not read
     * @return the shares (batch, source_length)
     */
    String mix(GraphBuilder graph, String state, String context, String logits, @Nullable String coverage) {
        List<String> open = open(graph, gate(graph, state, context));
        String masked = graph.node("Add", attention().scores(graph, state, coverage), "mask");
        String shares =
                graph.node("Squeeze", graph.node("Softmax", List.of(masked), Map.of("axis", -1L)), graph.axis(1));
        String copied = graph.node("Mul", shares, open.getLast());
        String generated =
                graph.node("Mul", graph.node("Softmax", List.of(logits), Map.of("axis", -1L)), open.getFirst());
        String mixed = graph.node(
                "ScatterElements", List.of(generated, "copy_ids", copied), Map.of("axis", 1L, "reduction", "add"));
        String floor = graph.constant("probability.floor", new float[] {NetworkShape.LEAST_PROBABILITY}, 1);
        graph.node("Log", List.of(graph.node("Max", mixed, floor)), Map.of(), "log_probs");
        return shares;
    }

    /**
     * σ(gate) and σ(-gate), each (batch, 1), as the softmax of ±gate/2: ONNX Runtime's {@code Sigmoid} is right to some 1e-8, which
     * is nothing like right for the logarithm of what a nearly shut gate lets through.
     */
    private static List<String> open(GraphBuilder graph, String gate) {
        String halves = graph.node("Mul", gate, graph.constant("copy.gate.halves", new float[] {0.5f, -0.5f}, 2));
        return graph.splitAt(graph.node("Softmax", List.of(halves), Map.of("axis", -1L)), 1, 1);
    }

    /** (batch, 1). The token's part is a lookup; the state's a sum a row, which no other row of the batch can change. */
    private String gate(GraphBuilder graph, String state, String context) {
        NetworkShape shape = weights.shape();
        float[] gate = weights.get(NetworkArrays.COPY_GATE);
        int hidden = shape.decoderHidden();
        String own = graph.constant("copy.gate.state", Matrices.columns(gate, 1, gate.length, 0, hidden), hidden);
        String ofState = graph.node("ReduceSum", graph.node("Mul", state, own), graph.axis(1));
        float[] token = Matrices.columns(gate, 1, gate.length, hidden + shape.encoderWidth(), shape.embedding());
        String table = graph.node(
                "Gemm",
                List.of(NetworkArrays.EMBEDDING, graph.constant("copy.gate.token", token, 1, shape.embedding())),
                Map.of("transB", 1L, "alpha", (float) Math.sqrt(shape.embedding())));
        String ofToken = graph.node("Gather", table, "token_ids");
        return graph.node("Add", graph.node("Add", ofState, ofToken), context);
    }
}
