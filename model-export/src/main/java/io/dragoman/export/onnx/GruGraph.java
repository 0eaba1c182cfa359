package io.dragoman.export.onnx;

import io.dragoman.engine.graph.GraphBuilder;
import java.util.List;
import java.util.Map;

/** h' = n + z ⊙ (h - n), r and z = σ(x + W·h + b), n = tanh(x_n + r ⊙ (W_n·h + b_n)). */
record GruGraph(int hidden) implements CellGraph {
    @Override
    public String operator() {
        return "GRU";
    }

    @Override
    public Map<String, Object> attributes() {
        return Map.of("linear_before_reset", 1L);
    }

    /** z, r, h */
    @Override
    public int[] sequenceGates() {
        return new int[] {1, 0, 2};
    }

    @Override
    public int[] stepGates() {
        return new int[] {0, 1, 2};
    }

    @Override
    public boolean recurrentBiasJoinsInput() {
        return false; // r scales the recurrent bias of n
    }

    @Override
    public void step(GraphBuilder graph, String x, List<String> state, String weight, String bias, List<String> next) {
        String h = state.getFirst();
        String product = graph.node("Gemm", List.of(h, weight, bias), Map.of("transB", 1L));
        List<String> recurrent = graph.splitAt(product, 2L * hidden, hidden);
        List<String> input = graph.splitAt(x, 2L * hidden, hidden);
        String gates = graph.node("Sigmoid", graph.node("Add", input.getFirst(), recurrent.getFirst()));
        List<String> gate = graph.splitAt(gates, hidden, hidden); // reset, update
        String candidate = graph.node(
                "Tanh", graph.node("Add", input.getLast(), graph.node("Mul", gate.getFirst(), recurrent.getLast())));
        String kept = graph.node("Mul", gate.getLast(), graph.node("Sub", h, candidate));
        graph.node("Add", List.of(candidate, kept), Map.of(), next.getFirst());
    }
}
