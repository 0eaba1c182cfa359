package io.dragoman.export.training;

/**
 * One row of metrics.csv, written after each epoch.
 *
 * @param trainLoss mean smoothed loss over the epoch's target tokens, nats
 * @param devLoss mean unsmoothed loss over dev tokens, nats
 * @param dev of greedy outputs
 * @param tokensPerSecond target tokens a second of process CPU time, evaluation left out
 * @param cpuMinutes process CPU time of the run so far, all sittings
 */
public record EpochMetrics(
        int epoch,
        int step,
        double learningRate,
        double trainLoss,
        double devLoss,
        DevScores dev,
        double tokensPerSecond,
        double cpuMinutes) {}
