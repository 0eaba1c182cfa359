package io.dragoman.export.network;

import ai.djl.ndarray.NDArray;
import java.util.function.UnaryOperator;

/**
 * query·key · scale, the keys projected or not (Luong et al. 2015, "general" and "dot"). Coverage is one more feature of
 * a source position, with a column w of its own in the projection: (query·w)·coverage · scale.
 *
 * @param coverage name of w
 */
record ProductAttention(Parameters parameters, UnaryOperator<NDArray> projection, float scale, String coverage)
        implements Attention {

    /** (batch, H, source), scaled, ready for a product with queries. */
    @Override
    public NDArray keys(NDArray outputs) {
        return Operators.scaled(projection.apply(outputs), scale).transpose(0, 2, 1);
    }

    /** (batch, steps, source) */
    @Override
    public NDArray sums(NDArray queries, NDArray keys) {
        return queries.batchMatMul(keys);
    }

    @Override
    public NDArray ofCoverage(NDArray covered, NDArray query) {
        NDArray weight = query.mul(parameters.get(coverage)).sum(new int[] {2}, true); // (batch, 1, 1)
        return covered.mul(Operators.scaled(weight, scale));
    }

    @Override
    public NDArray scores(NDArray sums) {
        return sums;
    }
}
