package io.dragoman.export.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.dragoman.export.network.Seq2SeqNetwork;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Adam (Kingma and Ba 2015) with the global gradient norm clipped first (Pascanu et al. 2013).
 *
 * <p>DJL's own clipping removes positive gradients only, so it stays off (-1) and the norm is clipped through the
 * rescale factor.
 */
final class Adam {
    private static final float BETA1 = 0.9f;
    private static final float BETA2 = 0.98f;
    private static final float EPSILON = 1e-9f;
    private static final float NO_CLIP = -1f;

    private final Seq2SeqNetwork network;
    private final float maxNorm;
    private final float weightDecay;
    private final Map<String, NDArray> means = new LinkedHashMap<>();
    private final Map<String, NDArray> variances = new LinkedHashMap<>();

    /** @param weightDecay share of each matrix taken off at an update, times the learning rate; 0 disables it */
    Adam(Seq2SeqNetwork network, float maxNorm, float weightDecay) {
        this.network = network;
        this.maxNorm = maxNorm;
        this.weightDecay = weightDecay;
        network.parameters().forEach((name, parameter) -> {
            means.put(name, network.manager().zeros(parameter.getShape()));
            variances.put(name, network.manager().zeros(parameter.getShape()));
        });
    }

    /** One update with the gradients of the last backward pass; returns their norm before clipping. */
    float update(int step, double learningRate) {
        try (NDManager scope = network.manager().newSubManager()) {
            NDList gradients = new NDList();
            for (NDArray parameter : network.parameters().values()) {
                NDArray gradient = parameter.getGradient();
                gradient.attach(scope);
                gradients.add(gradient);
            }
            float norm = norm(gradients);
            if (!Float.isFinite(norm)) {
                throw new TrainingException.Diverged("the gradient is not finite at step " + step + " (norm " + norm
                        + "); try a smaller --learning-rate");
            }
            float rescale = Math.min(1f, maxNorm / (norm + 1e-6f));
            double correction = Math.sqrt(1 - Math.pow(BETA2, step)) / (1 - Math.pow(BETA1, step));
            int i = 0;
            for (Map.Entry<String, NDArray> entry : network.parameters().entrySet()) {
                NDArray weight = entry.getValue();
                if (weightDecay > 0 && weight.getShape().dimension() > 1) {
                    weight.muli(1 - (float) learningRate * weightDecay);
                }
                NDList inputs = new NDList(
                        weight, gradients.get(i++), array(means, entry.getKey()), array(variances, entry.getKey()));
                weight.getNDArrayInternal()
                        .adamUpdate(
                                inputs,
                                new NDList(weight),
                                (float) learningRate,
                                (float) (learningRate * correction),
                                0f,
                                rescale,
                                NO_CLIP,
                                BETA1,
                                BETA2,
                                EPSILON,
                                false,
                                false);
            }
            return norm;
        }
    }

    /**
     * The global norm. A recurrent network's gradient now and then explodes over a long sentence: its squares overflow
     * while it is finite itself, and is worth clipping.
     */
    static float norm(NDList gradients) {
        float norm = sumOfSquares(gradients, 1);
        if (Float.isFinite(norm)) {
            return (float) Math.sqrt(norm);
        }
        NDList largest = new NDList();
        gradients.forEach(gradient -> largest.add(gradient.abs().max()));
        float scale = NDArrays.stack(largest).max().getFloat();
        return (float) (scale * Math.sqrt(sumOfSquares(gradients, 1 / scale)));
    }

    private static float sumOfSquares(NDList gradients, float factor) {
        NDList squares = new NDList();
        gradients.forEach(gradient -> squares.add(
                (factor == 1 ? gradient : gradient.mul(factor)).square().sum()));
        return NDArrays.stack(squares).sum().getFloat();
    }

    Map<String, float[]> means() {
        return copy(means);
    }

    Map<String, float[]> variances() {
        return copy(variances);
    }

    void restore(Map<String, float[]> savedMeans, Map<String, float[]> savedVariances) {
        savedMeans.forEach((name, values) -> array(means, name).set(java.nio.FloatBuffer.wrap(values)));
        savedVariances.forEach((name, values) -> array(variances, name).set(java.nio.FloatBuffer.wrap(values)));
    }

    private static NDArray array(Map<String, NDArray> arrays, String name) {
        NDArray array = arrays.get(name);
        if (array == null) {
            throw new IllegalArgumentException("no optimiser state for " + name);
        }
        return array;
    }

    private static Map<String, float[]> copy(Map<String, NDArray> arrays) {
        Map<String, float[]> copied = new LinkedHashMap<>();
        arrays.forEach((name, array) -> copied.put(name, array.toFloatArray()));
        return copied;
    }
}
