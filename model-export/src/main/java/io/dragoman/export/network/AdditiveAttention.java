package io.dragoman.export.network;

import ai.djl.ndarray.NDArray;

/**
 * v·tanh(W query + U state) (Bahdanau et al. 2015; Luong et al. 2015, "concat"). Scores are bounded by |v|₁. Coverage
 * enters the sum as w·coverage (See et al. 2017, equation 11).
 */
record AdditiveAttention(Parameters parameters) implements Attention {

    /** (batch, source, H) */
    @Override
    public NDArray keys(NDArray outputs) {
        return Operators.project(outputs, parameters.get("attention.key"));
    }

    /** (batch, steps, source, H) */
    @Override
    public NDArray sums(NDArray queries, NDArray keys) {
        NDArray projected =
                Operators.project(queries, parameters.get("attention.query")).expandDims(2); // (batch, steps, 1, H)
        return projected.add(keys.expandDims(1));
    }

    @Override
    public NDArray ofCoverage(NDArray coverage, NDArray query) {
        return coverage.expandDims(3).mul(parameters.get(NetworkArrays.ATTENTION_COVERAGE)); // (batch, 1, source, H)
    }

    @Override
    public NDArray scores(NDArray sums) {
        return Operators.project(sums.tanh(), parameters.get("attention.vector"))
                .squeeze(3);
    }
}
