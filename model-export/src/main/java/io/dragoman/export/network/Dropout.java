package io.dragoman.export.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * What is dropped while training (Srivastava et al. 2014). Kept values are divided by the share that is kept.
 *
 * @param rate of embeddings, encoder outputs, decoder states and the combined vector, 0-1
 * @param words of tokens fed, whose embedding is dropped whole, 0-1
 * @param layers of what a recurrent layer hands to the next, 0-1
 * @param recurrent of recurrent weights, one mask for all steps of a batch (Merity et al. 2018), 0-1
 */
public record Dropout(float rate, float words, float layers, float recurrent) {
    public static final Dropout NONE = new Dropout(0, 0, 0, 0);

    NDArray of(NDArray x) {
        return Operators.dropout(x, rate);
    }

    /** embedded (batch, time, E) */
    NDArray ofWords(NDArray embedded) {
        if (words == 0) {
            return embedded;
        }
        Shape shape = embedded.getShape();
        NDArray kept = embedded.getManager().ones(new Shape(shape.get(0), shape.get(1), 1));
        return embedded.mul(Operators.dropout(kept, words));
    }

    NDArray ofLayer(NDArray outputs) {
        return Operators.dropout(outputs, layers);
    }

    /** The result belongs to the step's manager. */
    NDArray ofRecurrent(NDArray weight, NDManager step) {
        return recurrent == 0
                ? weight
                : Operators.dropout(step.ones(weight.getShape()), recurrent).mul(weight);
    }
}
