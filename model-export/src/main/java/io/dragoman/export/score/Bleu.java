package io.dragoman.export.score;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * BLEU (Papineni et al. 2002) as sacreBLEU 2.6.0 defines it: the brevity penalty times the geometric mean of clipped n-gram precisions,
 * {@code exp(min(0, 1 - r/c)) * exp(mean_n log p_n)}, over a whole corpus.
 *
 * <p>Statistics, in order: system length, reference length, matches of each order, totals of each order.
 */
public final class Bleu implements CorpusMetric {
    /** The definition that scores are equal to, and who computed them. */
    static final String VERSION = "2.6.0+dragoman";

    private static final double LOG_OF_ZERO = -9_999_999_999.0;

    /**
     * What may be varied.
     *
     * @param maxOrder the longest n-gram, 1 or more
     * @param effectiveOrder whether orders longer than any hypothesis are left out; meant for single sentences
     */
    public record Options(
            BleuTokenizer tokenizer, Smoothing smoothing, boolean lowercase, boolean effectiveOrder, int maxOrder) {
        public static final Options DEFAULTS = new Options(BleuTokenizer.V13A, Smoothing.EXP, false, false, 4);

        public Options {
            if (maxOrder < 1) {
                throw new IllegalArgumentException("the longest n-gram has at least 1 word, found " + maxOrder);
            }
        }
    }

    private final Options options;

    public Bleu(Options options) {
        this.options = options;
    }

    /**
     * Corpus BLEU with sacreBLEU's defaults (13a, exp, cased, order 4).
     *
     * @param referenceStreams each as long as the hypotheses; null where a stream lacks a segment's reference
     * @throws IllegalArgumentException where lengths differ or a segment has no reference
     */
    public static BleuScore corpus(List<String> hypotheses, List<? extends List<@Nullable String>> referenceStreams) {
        return new Bleu(Options.DEFAULTS).corpusScore(ScoredCorpus.of(hypotheses, referenceStreams));
    }

    /** The score of a corpus with its parts. */
    public BleuScore corpusScore(ScoredCorpus corpus) {
        return scoreParts(statistics(corpus), signature(corpus.referenceCount()));
    }

    /** The score of one segment with its parts. */
    public BleuScore sentenceScore(String hypothesis, List<String> references) {
        return scoreParts(statistics(hypothesis, references), signature(Integer.toString(references.size())));
    }

    @Override
    public String name() {
        return "BLEU";
    }

    @Override
    public String signature(String referenceCount) {
        return "nrefs:" + referenceCount
                + "|case:" + (options.lowercase ? "lc" : "mixed")
                + "|eff:" + (options.effectiveOrder ? "yes" : "no")
                + "|tok:" + options.tokenizer.code()
                + "|smooth:" + options.smoothing.signature()
                + "|version:" + VERSION;
    }

    @Override
    public double[] statistics(String hypothesis, List<String> references) {
        int orders = options.maxOrder;
        List<String> words = words(hypothesis);
        List<List<String>> referenceWords = references.stream().map(this::words).toList();
        double[] statistics = new double[2 + 2 * orders];
        statistics[0] = words.size();
        statistics[1] = nearestLength(words.size(), referenceWords);
        for (int order = 1; order <= orders; order++) {
            Map<String, Integer> clip = new HashMap<>();
            for (List<String> reference : referenceWords) {
                Ngrams.ofWords(reference, order).forEach((ngram, count) -> clip.merge(ngram, count, Math::max));
            }
            statistics[1 + order] = Ngrams.matches(Ngrams.ofWords(words, order), clip);
            statistics[1 + orders + order] = Math.max(0, words.size() - order + 1);
        }
        return statistics;
    }

    @Override
    public double score(double[] statistics) {
        return scoreParts(statistics, "").score();
    }

    private List<String> words(String segment) {
        String cased = options.lowercase ? segment.toLowerCase(Locale.ROOT) : segment;
        return WhiteSpace.split(options.tokenizer.tokenize(WhiteSpace.stripTrailing(cased)));
    }

    /** The reference length nearest to the hypothesis length; of two as near, the shorter. */
    private static int nearestLength(int length, List<List<String>> references) {
        int nearest = references.getFirst().size();
        for (List<String> reference : references) {
            int nearer = Math.abs(length - reference.size()) - Math.abs(length - nearest);
            if (nearer < 0 || (nearer == 0 && reference.size() < nearest)) {
                nearest = reference.size();
            }
        }
        return nearest;
    }

    private BleuScore scoreParts(double[] statistics, String signature) {
        int orders = options.maxOrder;
        double[] counts = Arrays.copyOfRange(statistics, 2, 2 + orders);
        double[] totals = Arrays.copyOfRange(statistics, 2 + orders, 2 + 2 * orders);
        double[] precisions = new double[orders];
        double brevityPenalty = brevityPenalty(statistics[0], statistics[1]);
        double score = 0;
        if (Arrays.stream(counts).anyMatch(count -> count > 0)) {
            int usedOrders = smoothedPrecisions(counts, totals, precisions);
            score = brevityPenalty * geometricMean(precisions, usedOrders);
        }
        return new BleuScore(
                score,
                boxed(precisions),
                brevityPenalty,
                Math.round(statistics[0]),
                Math.round(statistics[1]),
                boxed(counts),
                boxed(totals),
                signature);
    }

    private static double brevityPenalty(double systemLength, double referenceLength) {
        if (systemLength >= referenceLength) {
            return 1;
        }
        return systemLength > 0 ? Math.exp(1 - referenceLength / systemLength) : 0;
    }

    /** Fills in the precisions, and smooths counts and totals under add-k; answers how many orders the mean takes. */
    private int smoothedPrecisions(double[] counts, double[] totals, double[] precisions) {
        Smoothing smoothing = options.smoothing;
        double credit = 1;
        int usedOrders = options.maxOrder;
        for (int n = 0; n < precisions.length; n++) {
            if (smoothing.method() == Smoothing.Method.ADD_K && n > 0) {
                counts[n] += smoothing.value();
                totals[n] += smoothing.value();
            }
            if (totals[n] == 0) {
                break;
            }
            if (options.effectiveOrder) {
                usedOrders = n + 1;
            }
            if (counts[n] > 0) {
                precisions[n] = 100 * counts[n] / totals[n];
            } else if (smoothing.method() == Smoothing.Method.EXP) {
                credit *= 2;
                precisions[n] = 100 / (credit * totals[n]);
            } else if (smoothing.method() == Smoothing.Method.FLOOR) {
                precisions[n] = 100 * smoothing.value() / totals[n];
            }
        }
        return usedOrders;
    }

    private static double geometricMean(double[] precisions, int orders) {
        double sum = 0;
        for (int n = 0; n < orders; n++) {
            sum += precisions[n] == 0 ? LOG_OF_ZERO : Math.log(precisions[n]);
        }
        return Math.exp(sum / orders);
    }

    private static List<Double> boxed(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }
}
