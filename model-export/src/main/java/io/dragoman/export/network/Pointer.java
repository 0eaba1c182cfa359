package io.dragoman.export.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import org.jspecify.annotations.Nullable;

/**
 * The pointer of a pointer-generator (See et al. 2017) on a vocabulary that source and target share. Shares are an
 * attention of its own, state·(W s)/√H; the gate is w·[state; context; embedding] + b.
 */
final class Pointer {
    private final Attention attention;
    private final Parameters parameters;

    Pointer(NetworkShape shape, Parameters parameters) {
        this.parameters = parameters;
        this.attention = new ProductAttention(
                parameters,
                outputs -> Operators.project(outputs, parameters.get(NetworkArrays.COPY_KEY)),
                shape.attentionScale(),
                NetworkArrays.COPY_COVERAGE);
    }

    /** outputs (batch, source, directions·He) to (batch, H, source) */
    NDArray keys(NDArray outputs) {
        return attention.keys(outputs);
    }

    /**
     * @param states (batch, steps, H)
     * @param context (batch, steps, directions·He)
     * @param embedded (batch, steps, E) of the tokens fed
     * @param coverage (batch, 1, source) before the first step; null where it is not read
     */
    Copying of(NDArray states, NDArray context, NDArray embedded, NDArray keys, @Nullable NDArray coverage) {
        NDArray gate = Operators.linear(
                NDArrays.concat(new NDList(states, context, embedded), 2),
                parameters.get(NetworkArrays.COPY_GATE),
                parameters.get(NetworkArrays.COPY_GATE_BIAS));
        return new Copying(attention.shares(states, keys, coverage), gate);
    }
}
