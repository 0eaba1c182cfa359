package io.dragoman.export.corpus;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether both sides are in step, told by their lengths: a long sentence has a long translation (Gale and Church 1993).
 * A line lost in one file shows as a block whose lengths correlate better with the neighbours of the other side.
 */
final class Alignment {
    private static final int BLOCK = 500;
    private static final int MAX_OFFSET = 3;
    /** A correlation this much higher than in step is no accident: over 500 pairs it spreads by less than 0.05. */
    private static final double CLEARLY = 0.3;

    private Alignment() {}

    /** What is wrong, or empty; fewer than {@value #BLOCK} pairs tell nothing. */
    static Optional<String> problem(List<SentencePair> pairs) {
        double[] sources =
                pairs.stream().mapToDouble(p -> Math.log1p(p.source().length())).toArray();
        double[] targets =
                pairs.stream().mapToDouble(p -> Math.log1p(p.target().length())).toArray();
        for (int from = 0; from + BLOCK <= pairs.size(); from += BLOCK) {
            double inStep = correlation(sources, targets, from, 0);
            int best = 0;
            double highest = inStep;
            for (int offset = -MAX_OFFSET; offset <= MAX_OFFSET; offset++) {
                double shifted = correlation(sources, targets, from, offset);
                if (shifted > highest) {
                    best = offset;
                    highest = shifted;
                }
            }
            if (highest > inStep + CLEARLY) {
                return Optional.of(String.format(
                        Locale.ROOT,
                        "sides out of step from about pair %,d on: source i goes with target i%+d"
                                + " (lengths correlate at %.2f, in step at %.2f)",
                        from + 1,
                        best,
                        highest,
                        inStep));
            }
        }
        return Optional.empty();
    }

    private static double correlation(double[] sources, double[] targets, int from, int offset) {
        int start = Math.max(from, from - offset);
        int end = Math.min(from + BLOCK, from + BLOCK - offset);
        double n = end - start;
        double sx = 0;
        double sy = 0;
        double sxx = 0;
        double syy = 0;
        double sxy = 0;
        for (int i = start; i < end; i++) {
            double x = sources[i];
            double y = targets[i + offset];
            sx += x;
            sy += y;
            sxx += x * x;
            syy += y * y;
            sxy += x * y;
        }
        double spread = (sxx - sx * sx / n) * (syy - sy * sy / n);
        return spread <= 0 ? 0 : (sxy - sx * sy / n) / Math.sqrt(spread);
    }
}
