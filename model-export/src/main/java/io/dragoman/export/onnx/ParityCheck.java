package io.dragoman.export.onnx;

import io.dragoman.export.network.ReferenceDecoder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Holds exported graphs against the network they were made from: logits within a tolerance on forced
 * targets, and the same greedy ids for every sentence.
 *
 * @param tolerance largest absolute difference of a logit
 * @param minSentences fewer sentences prove nothing
 * @param maxSteps greedy steps a sentence
 */
public record ParityCheck(double tolerance, int minSentences, int maxSteps) {
    public static final ParityCheck DEFAULT = new ParityCheck(1e-4, 200, 80);

    /** What was compared and the largest difference seen. */
    public record Report(int sentences, long positions, double largestDifference) {}

    /**
     * Compares on sources that end with eos.
     *
     * @throws ParityException on too few sentences, a difference over the tolerance, or other greedy ids
     */
    public Report compare(ReferenceDecoder network, ReferenceDecoder graphs, List<int[]> sources) {
        if (sources.size() < minSentences) {
            throw new ParityException(
                    "parity check: expected at least " + minSentences + " sentences, found " + sources.size());
        }
        List<int[]> expected = network.greedy(sources, maxSteps);
        List<int[]> found = graphs.greedy(sources, maxSteps);
        long positions = 0;
        double largest = 0;
        for (int i = 0; i < sources.size(); i++) {
            float[][] ours = network.forcedLogits(sources.get(i), expected.get(i));
            float[][] theirs = graphs.forcedLogits(sources.get(i), expected.get(i));
            for (int t = 0; t < ours.length; t++, positions++) {
                largest = Math.max(largest, largestDifference(ours[t], theirs[t]));
            }
            if (!(largest <= tolerance)) {
                throw new ParityException(String.format(
                        Locale.ROOT,
                        "parity check, sentence %d: expected logits within %g, found %g",
                        i,
                        tolerance,
                        largest));
            }
            if (!Arrays.equals(expected.get(i), found.get(i))) {
                throw new ParityException("parity check, sentence " + i + ": expected greedy ids "
                        + Arrays.toString(expected.get(i)) + ", found " + Arrays.toString(found.get(i)));
            }
        }
        return new Report(sources.size(), positions, largest);
    }

    private static double largestDifference(float[] a, float[] b) {
        double largest = 0;
        for (int i = 0; i < a.length; i++) {
            double difference = Math.abs((double) a[i] - b[i]);
            if (Double.isNaN(difference)) {
                return Double.NaN;
            }
            largest = Math.max(largest, difference);
        }
        return largest;
    }
}
