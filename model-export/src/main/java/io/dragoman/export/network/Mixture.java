package io.dragoman.export.network;

import ai.djl.ndarray.NDArray;
import java.util.List;

/** Generator and pointer as one distribution, added up token by token: what an export is held against. */
final class Mixture {
    private Mixture() {}

    /**
     * Natural logarithms of the probabilities, floored at {@link NetworkShape#LEAST_PROBABILITY}.
     *
     * @param logits (batch·steps, V)
     * @param sources ids of each row of the batch
     * @return (batch·steps, V)
     */
    static float[][] logProbs(NDArray logits, Copying copying, List<int[]> sources) {
        int rows = (int) logits.getShape().get(0);
        int vocabulary = (int) logits.getShape().get(1);
        NDArray gate = copying.gate().reshape(rows, 1);
        float[] generated =
                logits.softmax(1).mul(gate.getNDArrayInternal().sigmoid()).toFloatArray();
        float[] copied = copying.shares()
                .reshape(rows, -1)
                .mul(gate.neg().getNDArrayInternal().sigmoid())
                .toFloatArray();
        int width = copied.length / rows;
        int steps = rows / sources.size();
        float[][] logProbs = new float[rows][vocabulary];
        for (int row = 0; row < rows; row++) {
            int[] source = sources.get(row / steps);
            for (int i = 0; i < width; i++) {
                generated[row * vocabulary + source[i]] += copied[row * width + i];
            }
            for (int token = 0; token < vocabulary; token++) {
                float probability = Math.max(generated[row * vocabulary + token], NetworkShape.LEAST_PROBABILITY);
                logProbs[row][token] = (float) Math.log(probability);
            }
        }
        return logProbs;
    }
}
