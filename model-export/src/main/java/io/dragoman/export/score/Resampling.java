package io.dragoman.export.score;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * How sure a corpus score is, and whether two systems differ: bootstrap resampling (Koehn 2004) and approximate randomisation (Riezler and
 * Maxwell 2005) as sacreBLEU runs them. The same seed gives the same answer; sacreBLEU's own generator is another, so its figures agree only
 * within the error of sampling.
 *
 * @param samples how many resamples or shuffles, 1 or more
 */
public record Resampling(int samples, long seed) {
    /** sacreBLEU's defaults. */
    public static final Resampling DEFAULTS = new Resampling(1000, 12345);

    /**
     * A score with its 95 % confidence interval.
     *
     * @param score of the corpus itself
     * @param mean of the resamples
     * @param interval half the width of the interval between the 2.5th and the 97.5th percentile
     */
    public record Confidence(double score, double mean, double interval) {}

    /**
     * A system held against a baseline on the same segments.
     *
     * @param pValue how often a difference as large arises by chance; a system against itself gives 1/(samples + 1), which says nothing
     */
    public record Comparison(double baselineScore, double systemScore, double pValue) {
        private static final double[] LEVELS = {0.001, 0.01, 0.05};

        /** What that says of the system, such as {@code better, p ≤ 0.001}. */
        public String verdict() {
            if (systemScore == baselineScore) {
                return "equal";
            }
            for (double level : LEVELS) {
                if (pValue <= level) {
                    return (systemScore > baselineScore ? "better" : "worse") + ", p ≤ " + level;
                }
            }
            return String.format(Locale.ROOT, "no significant difference, p = %.2f", pValue);
        }
    }

    public Resampling {
        if (samples < 1) {
            throw new IllegalArgumentException("expected at least 1 resample, found " + samples);
        }
    }

    /** Estimates the confidence interval of a score by drawing segments with replacement. */
    public Confidence confidence(CorpusMetric metric, ScoredCorpus corpus) {
        double[][] statistics = statistics(metric, corpus);
        double[] scores = bootstrap(metric, statistics);
        double mean = Arrays.stream(scores).average().orElseThrow();
        Arrays.sort(scores);
        int tail = scores.length / 40; // 2.5 % at each end
        double interval = 0.5 * (scores[scores.length - tail - 1] - scores[tail]);
        return new Confidence(metric.score(sum(statistics)), mean, interval);
    }

    /**
     * Paired bootstrap test: both systems are scored on the same resamples.
     *
     * @throws IllegalArgumentException where the systems have unequal numbers of segments
     */
    public Comparison pairedBootstrap(CorpusMetric metric, ScoredCorpus baseline, ScoredCorpus system) {
        checkPaired(baseline, system);
        double[][] baselineStatistics = statistics(metric, baseline);
        double[][] systemStatistics = statistics(metric, system);
        double[] baselineScores = bootstrap(metric, baselineStatistics);
        double[] systemScores = bootstrap(metric, systemStatistics); // the same seed draws the same segments
        double[] differences = new double[samples];
        Arrays.setAll(differences, i -> Math.abs(systemScores[i] - baselineScores[i]));
        double mean = Arrays.stream(differences).average().orElseThrow();
        Arrays.setAll(differences, i -> differences[i] - mean);
        return comparison(metric, baselineStatistics, systemStatistics, differences);
    }

    /**
     * Paired approximate randomisation: each segment's outputs are swapped between the systems at random.
     *
     * @throws IllegalArgumentException where the systems have unequal numbers of segments
     */
    public Comparison pairedRandomization(CorpusMetric metric, ScoredCorpus baseline, ScoredCorpus system) {
        checkPaired(baseline, system);
        double[][] one = statistics(metric, baseline);
        double[][] other = statistics(metric, system);
        SplittableRandom random = new SplittableRandom(seed);
        double[] differences = new double[samples];
        for (int sample = 0; sample < samples; sample++) {
            double[] left = new double[one[0].length];
            double[] right = new double[one[0].length];
            for (int segment = 0; segment < one.length; segment++) {
                boolean swap = random.nextBoolean();
                add(left, swap ? other[segment] : one[segment]);
                add(right, swap ? one[segment] : other[segment]);
            }
            differences[sample] = Math.abs(metric.score(left) - metric.score(right));
        }
        return comparison(metric, one, other, differences);
    }

    private static Comparison comparison(
            CorpusMetric metric, double[][] baseline, double[][] system, double[] differencesByChance) {
        double baselineScore = metric.score(sum(baseline));
        double systemScore = metric.score(sum(system));
        double difference = Math.abs(baselineScore - systemScore);
        long larger = Arrays.stream(differencesByChance)
                .filter(byChance -> byChance > difference)
                .count();
        return new Comparison(baselineScore, systemScore, (larger + 1.0) / (differencesByChance.length + 1.0));
    }

    private static void checkPaired(ScoredCorpus baseline, ScoredCorpus system) {
        int expected = baseline.segments().size();
        int found = system.segments().size();
        if (found != expected) {
            throw new IllegalArgumentException(
                    "the system has " + found + " segments, expected " + expected + " as the baseline has");
        }
    }

    /** The statistics of each segment: (segments, statistics). */
    private static double[][] statistics(CorpusMetric metric, ScoredCorpus corpus) {
        List<ScoredCorpus.Segment> segments = corpus.segments();
        if (segments.isEmpty()) {
            throw new IllegalArgumentException("resampling needs at least 1 segment, found none");
        }
        return segments.stream()
                .map(segment -> metric.statistics(segment.hypothesis(), segment.references()))
                .toArray(double[][]::new);
    }

    private double[] bootstrap(CorpusMetric metric, double[][] statistics) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] scores = new double[samples];
        for (int sample = 0; sample < samples; sample++) {
            double[] sum = new double[statistics[0].length];
            for (int i = 0; i < statistics.length; i++) {
                add(sum, statistics[random.nextInt(statistics.length)]);
            }
            scores[sample] = metric.score(sum);
        }
        return scores;
    }

    private static double[] sum(double[][] statistics) {
        double[] sum = new double[statistics[0].length];
        for (double[] one : statistics) {
            add(sum, one);
        }
        return sum;
    }

    private static void add(double[] sum, double[] one) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += one[i];
        }
    }
}
