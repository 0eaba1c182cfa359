package io.dragoman.export.score;

import java.util.Arrays;
import java.util.List;

/**
 * A corpus metric that is a function of summed segment statistics, which is what makes resampling cheap: each segment is counted once, and
 * every resample only adds. Implementations are immutable and may be shared by threads.
 */
public interface CorpusMetric {
    /** The name under which the metric's scores are published, such as {@code BLEU} or {@code chrF2++}. */
    String name();

    /**
     * The additive statistics of one segment; the length is the same for every segment.
     *
     * @param references one or more
     */
    double[] statistics(String hypothesis, List<String> references);

    /** The score of summed statistics, as a percentage. Leaves its argument unchanged. */
    double score(double[] statistics);

    /** What was computed, in sacreBLEU's notation, so that a score can be repeated. */
    String signature(String referenceCount);

    /** The statistics of a corpus: the sum over its segments. */
    default double[] statistics(ScoredCorpus corpus) {
        double[] sum = statistics("", List.of("")).clone();
        Arrays.fill(sum, 0);
        for (ScoredCorpus.Segment segment : corpus.segments()) {
            double[] one = statistics(segment.hypothesis(), segment.references());
            for (int i = 0; i < sum.length; i++) {
                sum[i] += one[i];
            }
        }
        return sum;
    }
}
