package io.dragoman.export.cli;

import io.dragoman.export.training.Checkpoint.Position;
import io.dragoman.export.training.EpochMetrics;
import io.dragoman.export.training.MemoryEstimate;
import io.dragoman.export.training.Trainer;
import java.io.PrintWriter;
import java.time.Duration;

/** A line every ten seconds while training, and one an epoch. */
final class TrainingProgress implements Trainer.ProgressListener {
    private static final long EVERY_NANOS = Duration.ofSeconds(10).toNanos();

    private final PrintWriter out;
    private final int epochs;
    private long lastPrinted;
    private long windowStart = System.nanoTime();
    private int windowSteps;

    TrainingProgress(PrintWriter out, int epochs) {
        this.out = out;
        this.epochs = epochs;
    }

    @Override
    public void begins(MemoryEstimate memory) {
        out.println(memory.describe());
        out.flush();
    }

    @Override
    public void step(Position position, double learningRate, double loss, int epochBatches, double tokensPerSecond) {
        windowSteps++;
        long now = System.nanoTime();
        if (now - lastPrinted < EVERY_NANOS) {
            return;
        }
        double secondsPerStep = (now - windowStart) / 1e9 / windowSteps;
        long stepsLeft = (long) epochBatches * (epochs - position.epoch()) - position.batch();
        out.printf(
                "epoch %d/%d  %3.0f %%  step %,d  loss %.3f  lr %.2e  %,.0f tokens/s  time left %s%n",
                position.epoch() + 1,
                epochs,
                100.0 * position.batch() / epochBatches,
                position.step(),
                position.lossSum() / Math.max(1, position.lossTokens()),
                learningRate,
                tokensPerSecond,
                clock(Duration.ofSeconds((long) (stepsLeft * secondsPerStep))));
        out.flush();
        lastPrinted = now;
    }

    @Override
    public void epoch(EpochMetrics m, String sample) {
        out.printf(
                "epoch %d done: train loss %.3f, dev loss %.3f, %s, %.0f minutes of CPU; %s%n",
                m.epoch(), m.trainLoss(), m.devLoss(), m.dev().describe(), m.cpuMinutes(), sample);
        out.flush();
        windowStart = System.nanoTime();
        windowSteps = 0;
    }

    private static String clock(Duration d) {
        return String.format("%d:%02d:%02d", d.toHours(), d.toMinutesPart(), d.toSecondsPart());
    }
}
