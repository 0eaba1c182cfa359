package io.dragoman.export.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.SparseFormat;

/**
 * The few operators the network is made of. In DJL a result belongs to the manager of its receiver, so the receiver
 * here is always the step's own array, never a parameter: nothing outlives the step.
 */
public final class Operators {
    private Operators() {}

    /** x (…, in) · wᵀ + b, w (out, in). */
    static NDArray linear(NDArray x, NDArray weight, NDArray bias) {
        return x.getNDArrayInternal().linear(x, weight, bias).singletonOrThrow();
    }

    /** x (…, in) · wᵀ, w (out, in). */
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

    /**
     * x · factor. DJL's own product with a number wraps a Java buffer that it lets go at once, while the backward pass
     * still reads it: after a garbage collection the gradient is garbage. Here the number lives as long as the step.
     */
    public static NDArray scaled(NDArray x, float factor) {
        return x.mul(x.getManager().create(factor));
    }

    /** √E · row of each id, so that what a cell first reads is not 1/√E small: ids (batch, time) -> (batch, time, E). */
    static NDArray embed(NDArray ids, NDArray table) {
        return scaled(
                rows(ids, table), (float) Math.sqrt((double) table.getShape().get(1)));
    }
}
