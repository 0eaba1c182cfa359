package io.dragoman.export.search;

import java.util.List;

/**
 * How far a trial came.
 *
 * @param scores dev scores after each epoch, those that decide
 * @param minutes CPU time of its training
 * @param problem why it ended early; empty when it did not
 */
public record TrialResult(Trial trial, List<Double> scores, double minutes, String problem) {
    public TrialResult {
        scores = List.copyOf(scores);
    }

    /** The best score; -1 before the first epoch's end or where training failed. */
    public double best() {
        return problem.isEmpty()
                ? scores.stream().mapToDouble(Double::doubleValue).max().orElse(-1)
                : -1;
    }
}
