package io.dragoman.export.onnx;

import io.dragoman.engine.graph.GraphBuilder;
import java.util.List;
import java.util.Map;

/** h' = tanh(x + W·h). */
record RnnGraph(int hidden) implements CellGraph {
    @Override
    public String operator() {
        return "RNN";
    }

    @Override
    public Map<String, Object> attributes() {
        return Map.of();
    }

    @Override
    public int[] sequenceGates() {
        return new int[] {0};
    }

    @Override
    public int[] stepGates() {
        return new int[] {0};
    }

    @Override
    public boolean recurrentBiasJoinsInput() {
        return true;
    }

    @Override
    public void step(GraphBuilder graph, String x, List<String> state, String weight, String bias, List<String> next) {
        String sums = graph.node("Gemm", List.of(state.getFirst(), weight, x), Map.of("transB", 1L));
        graph.node("Tanh", List.of(sums), Map.of(), next.getFirst());
    }
}
