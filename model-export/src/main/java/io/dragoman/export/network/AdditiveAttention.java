package io.dragoman.export.network;

import ai.djl.ndarray.NDArray;

/** v·tanh(W query + U state) (Bahdanau et al. 2015; Luong et al. 2015, "concat"). Scores are bounded by |v|₁. */
record AdditiveAttention(Parameters parameters) implements Attention {

    /** (batch, source, H) */
    @Override
    public NDArray keys(NDArray outputs) {
        return Operators.project(outputs, parameters.get("attention.key"));
    }

    @Override
    public NDArray scores(NDArray queries, NDArray keys) {
        NDArray projected =
                Operators.project(queries, parameters.get("attention.query")).expandDims(2); // (batch, steps, 1, H)
        NDArray sums = projected.add(keys.expandDims(1)).tanh(); // (batch, steps, source, H)
        return Operators.project(sums, parameters.get("attention.vector")).squeeze(3);
    }
}
