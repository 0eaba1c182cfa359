package io.dragoman.export.onnx;

import io.dragoman.engine.graph.GraphBuilder;
import java.util.List;
import java.util.Map;

/** c' = f ⊙ c + i ⊙ g, h' = o ⊙ tanh(c'), i, f and o = σ(x + W·h), g = tanh(x + W·h). */
record LstmGraph(int hidden) implements CellGraph {
    @Override
    public String operator() {
        return "LSTM";
    }

    @Override
    public Map<String, Object> attributes() {
        return Map.of();
    }

    /** i, o, f, c */
    @Override
    public int[] sequenceGates() {
        return new int[] {0, 3, 1, 2};
    }

    /** i, f, o, g: the three of one activation side by side. */
    @Override
    public int[] stepGates() {
        return new int[] {0, 1, 3, 2};
    }

    @Override
    public boolean recurrentBiasJoinsInput() {
        return true;
    }

    @Override
    public void step(GraphBuilder graph, String x, List<String> state, String weight, String bias, List<String> next) {
        String sums = graph.node("Gemm", List.of(state.getFirst(), weight, x), Map.of("transB", 1L));
        List<String> parts = graph.splitAt(sums, 3L * hidden, hidden);
        List<String> gate =
                graph.splitAt(graph.node("Sigmoid", parts.getFirst()), hidden, hidden, hidden); // input, forget, output
        String kept = graph.node("Mul", gate.get(1), state.getLast());
        String added = graph.node("Mul", gate.getFirst(), graph.node("Tanh", parts.getLast()));
        graph.node("Add", List.of(kept, added), Map.of(), next.getLast());
        graph.node("Mul", List.of(gate.getLast(), graph.node("Tanh", next.getLast())), Map.of(), next.getFirst());
    }
}
