package io.dragoman.export.training;

import io.dragoman.export.network.Dropout;

/**
 * Everything that decides a run beside the data.
 *
 * @param epochs passes over the data; the learning rate decays to their end
 * @param maxSlots largest rows × longest target of a batch
 * @param learningRate peak
 * @param warmupSteps updates until the peak
 * @param dropout rate on embeddings, encoder outputs, decoder states and the combined vector
 * @param labelSmoothing share of the target distribution spread over the vocabulary
 * @param clipNorm largest global gradient norm
 * @param patience epochs without a better dev BLEU (of labels: accuracy) before the run stops early
 * @param checkpointSteps updates between two checkpoints inside an epoch
 * @param seed of weights, batches and dropout
 * @param regularization none where a file of an older version names none
 */
public record TrainingOptions(
        int epochs,
        int maxSlots,
        double learningRate,
        int warmupSteps,
        double dropout,
        double labelSmoothing,
        double clipNorm,
        int patience,
        int checkpointSteps,
        long seed,
        Regularization regularization) {

    public static final double FINAL_LEARNING_RATE_SHARE = 0.03;

    public TrainingOptions {
        regularization = regularization == null ? Regularization.NONE : regularization;
        require(epochs >= 1, "epochs", epochs, ">= 1");
        require(maxSlots >= 16, "batch slots", maxSlots, ">= 16");
        require(learningRate > 0, "learning rate", learningRate, "> 0");
        require(warmupSteps >= 0, "warm-up steps", warmupSteps, ">= 0");
        require(dropout >= 0 && dropout < 1, "dropout", dropout, "in [0, 1)");
        require(labelSmoothing >= 0 && labelSmoothing < 1, "label smoothing", labelSmoothing, "in [0, 1)");
        require(clipNorm > 0, "clip norm", clipNorm, "> 0");
        require(patience >= 1, "patience", patience, ">= 1");
        require(checkpointSteps >= 1, "checkpoint steps", checkpointSteps, ">= 1");
    }

    /** What training steps drop. */
    Dropout dropped() {
        return new Dropout(
                (float) dropout, (float) regularization.wordDropout(), (float) regularization.layerDropout(), (float)
                        regularization.recurrentDropout());
    }

    /** What training steps minimise. */
    TargetLoss.Objective objective() {
        return new TargetLoss.Objective((float) labelSmoothing, (float) regularization.coverage());
    }

    private static void require(boolean ok, String what, Number found, String expected) {
        if (!ok) {
            throw new IllegalArgumentException(what + ": found " + found + ", expected " + expected);
        }
    }
}
