package io.dragoman.export.onnx;

import io.dragoman.engine.graph.GraphBuilder;
import io.dragoman.export.network.CellKind;
import java.util.List;
import java.util.Map;

/**
 * A recurrent cell in graphs: as one ONNX operator over a whole sequence, and as one step. Mirrors the network's cell
 * of the same {@link CellKind}.
 */
interface CellGraph {
    /** The ONNX operator over sequences. */
    String operator();

    /** Attributes of the operator beside direction and hidden size. */
    Map<String, Object> attributes();

    /** For each gate in ONNX order its place in the network's order. */
    int[] sequenceGates();

    /** For each gate in the order of {@link #step} its place in the network's order. */
    int[] stepGates();

    /** Whether bias_hh may be added to bias_ih, so that the step needs none of its own. */
    boolean recurrentBiasJoinsInput();

    /**
     * One step.
     *
     * @param x input product with its bias: (batch, gates·hidden)
     * @param state (batch, hidden) each, the output first
     * @param weight weight_hh (gates·hidden, hidden), its gates as {@link #stepGates}
     * @param bias bias_hh, likewise
     * @param next names the new states get
     */
    void step(GraphBuilder graph, String x, List<String> state, String weight, String bias, List<String> next);

    static CellGraph of(CellKind kind, int hidden) {
        return switch (kind) {
            case GRU -> new GruGraph(hidden);
            case LSTM -> new LstmGraph(hidden);
            case RNN -> new RnnGraph(hidden);
        };
    }
}
