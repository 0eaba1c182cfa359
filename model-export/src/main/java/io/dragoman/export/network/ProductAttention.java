package io.dragoman.export.network;

import ai.djl.ndarray.NDArray;
import java.util.function.UnaryOperator;

/** query·key · scale, the keys projected or not (Luong et al. 2015, "general" and "dot"). */
record ProductAttention(UnaryOperator<NDArray> projection, float scale) implements Attention {

    /** (batch, H, source), scaled, ready for a product with queries. */
    @Override
    public NDArray keys(NDArray outputs) {
        return Operators.scaled(projection.apply(outputs), scale).transpose(0, 2, 1);
    }

    @Override
    public NDArray scores(NDArray queries, NDArray keys) {
        return queries.batchMatMul(keys);
    }
}
