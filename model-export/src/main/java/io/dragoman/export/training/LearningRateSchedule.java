package io.dragoman.export.training;

/**
 * Linear warm-up to the peak, then linear decay to {@code peak * finalShare} at the last step.
 *
 * @param peak largest learning rate
 * @param warmupSteps updates until the peak is reached
 * @param totalSteps updates of the whole run
 * @param finalShare share of the peak at the last step, 0-1
 */
public record LearningRateSchedule(double peak, int warmupSteps, int totalSteps, double finalShare) {

    /** Learning rate of an update; updates count from 1. Stays at its last value after the end. */
    public double at(int step) {
        if (step < warmupSteps) {
            return peak * step / warmupSteps;
        }
        double done = Math.min(1.0, (double) (step - warmupSteps) / Math.max(1, totalSteps - warmupSteps));
        return peak * (1 - done * (1 - finalShare));
    }
}
