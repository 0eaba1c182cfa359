package io.dragoman.export.network;

import ai.djl.ndarray.NDArray;

/**
 * What is dropped while training (Srivastava et al. 2014). Kept values are divided by the share that is kept.
 *
 * @param rate of embeddings, encoder outputs, decoder states and the combined vector, 0-1
 */
public record Dropout(float rate) {
    public static final Dropout NONE = new Dropout(0);

    NDArray of(NDArray x) {
        return Operators.dropout(x, rate);
    }
}
