package io.dragoman.export.cli;

import io.dragoman.export.training.Regularization;
import io.dragoman.export.training.TrainingOptions;
import picocli.CommandLine.Option;

/** The options of {@code train} for how long, how fast and how carefully it learns. */
final class ScheduleChoice {
    @Option(names = "--epochs", defaultValue = "10", description = "passes over the data")
    private int epochs;

    @Option(names = "--batch-tokens", defaultValue = "1000", description = "largest rows x longest target of a batch")
    private int batchTokens;

    @Option(names = "--learning-rate", defaultValue = "0.0012", description = "peak of the schedule")
    private double learningRate;

    @Option(names = "--warmup", defaultValue = "500", description = "updates until the peak")
    private int warmup;

    @Option(names = "--dropout", defaultValue = "0.2")
    private double dropout;

    @Option(names = "--label-smoothing", defaultValue = "0.1")
    private double labelSmoothing;

    @Option(names = "--clip-norm", defaultValue = "1.0", description = "largest global gradient norm")
    private double clipNorm;

    @Option(
            names = "--patience",
            defaultValue = "3",
            description = "epochs without a better dev BLEU, or accuracy of labels, before stopping")
    private int patience;

    @Option(names = "--checkpoint-steps", defaultValue = "500", description = "updates between checkpoints")
    private int checkpointSteps;

    @Option(names = "--seed", defaultValue = "1")
    private long seed;

    @Option(
            names = "--threads",
            defaultValue = "1",
            description = "threads of the tensor library; one makes a run repeatable bit for bit")
    private int threads;

    int epochs() {
        return epochs;
    }

    int threads() {
        return threads;
    }

    TrainingOptions chosen(Regularization regularization) {
        return new TrainingOptions(
                epochs,
                batchTokens,
                learningRate,
                warmup,
                dropout,
                labelSmoothing,
                clipNorm,
                patience,
                checkpointSteps,
                seed,
                regularization);
    }
}
