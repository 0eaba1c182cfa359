package io.dragoman.export.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.SparseFormat;

/**
 * The few operators the network is made of. In DJL a result belongs to the manager of its receiver, so the receiver
 * here is always the step's own array, never a parameter: nothing outlives the step.
 */
final class Operators {
    private Operators() {}

    /** x (…, in) · wᵀ + b, w (out, in). */
    static NDArray linear(NDArray x, NDArray weight, NDArray bias) {
        return x.getNDArrayInternal().linear(x, weight, bias).singletonOrThrow();
    }

    /** x (rows, in) · wᵀ, w (out, in). */
    static NDArray project(NDArray x, NDArray weight) {
        NDArray noBias = x.getManager()
                .zeros(new ai.djl.ndarray.types.Shape(weight.getShape().get(0)));
        return linear(x, weight, noBias);
    }

    /** Rows of a table; differentiable. ids any shape -> (shape…, width). */
    static NDArray rows(NDArray ids, NDArray table) {
        return ids.getNDArrayInternal()
                .embedding(ids, table, SparseFormat.DENSE)
                .singletonOrThrow();
    }

    static NDArray dropout(NDArray x, float rate) {
        return rate > 0 ? x.getNDArrayInternal().dropout(x, rate, true).singletonOrThrow() : x;
    }

    /** A GRU over whole sequences. x (batch, time, in), state (directions, batch, hidden) -> [outputs, last states]. */
    static NDList gru(NDArray x, NDArray state, NDList parameters, boolean bidirectional) {
        return x.getNDArrayInternal().gru(x, state, parameters, true, 1, 0, true, bidirectional, true);
    }
}
