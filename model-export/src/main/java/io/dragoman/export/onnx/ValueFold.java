package io.dragoman.export.onnx;

import io.dragoman.export.network.NetworkArrays;
import io.dragoman.export.network.NetworkOptions;
import io.dragoman.export.network.NetworkShape;
import io.dragoman.export.network.NetworkWeights;

/**
 * What a step does with the context is linear, so it is done to every encoder state once: values = W·state + b, the
 * weighted sum of which is W·context + b, for attention's shares sum to 1. Rows of W: where the context enters the cell,
 * its part of the cell's input product, gates in the order of the step; the context's part of the combination; with
 * copying the context's part of the gate.
 */
record ValueFold(float[] weight, float[] bias) {

    /** Width of a value. */
    static int width(NetworkShape shape) {
        NetworkOptions options = shape.options();
        int fed = options.contextFed() ? options.cell().gates() * shape.decoderHidden() : 0;
        return fed + shape.embedding() + (options.copying() ? PointerGraph.VALUE_COLUMNS : 0);
    }

    /** W (width, directions·He) and b (width). */
    static ValueFold of(NetworkWeights weights) {
        NetworkShape shape = weights.shape();
        int states = shape.encoderWidth();
        int hidden = shape.decoderHidden();
        float[] combine =
                Matrices.columns(weights.get("combine.weight"), shape.embedding(), hidden + states, hidden, states);
        float[] bias = weights.get("combine.bias");
        if (shape.options().copying()) {
            float[] gate = weights.get(NetworkArrays.COPY_GATE);
            combine = Matrices.concat(combine, Matrices.columns(gate, 1, gate.length, hidden, states));
            bias = Matrices.concat(bias, weights.get(NetworkArrays.COPY_GATE_BIAS));
        }
        if (!shape.options().contextFed()) {
            return new ValueFold(combine, bias);
        }
        CellGraph cell = CellGraph.of(shape.options().cell(), hidden);
        int input = shape.embedding() + states;
        float[] ordered = Matrices.blocks(
                weights.get(new NetworkArrays(shape).decoderCell(0) + ".weight_ih"), hidden * input, cell.stepGates());
        int rows = ordered.length / input;
        float[] fed = Matrices.columns(ordered, rows, input, shape.embedding(), states);
        return new ValueFold(Matrices.concat(fed, combine), Matrices.concat(new float[rows], bias));
    }
}
