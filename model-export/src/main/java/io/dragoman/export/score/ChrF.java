package io.dragoman.export.score;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * chrF (Popović 2015) and chrF++ (2017) as sacreBLEU 2.6.0 defines them: the F-beta of character n-gram precision and recall, each averaged
 * over the orders; chrF++ averages word n-grams in too. With several references, the one with the best F of the segment counts.
 *
 * <p>Statistics: for each order, characters first, then words: n-grams of the hypothesis, of the reference, and matches.
 */
public final class ChrF implements CorpusMetric {
    private static final double EPSILON = 1e-16;

    /**
     * What may be varied.
     *
     * @param charOrder the longest character n-gram, 1 or more
     * @param wordOrder the longest word n-gram: 0 for chrF, 2 for chrF++
     * @param beta how many times recall weighs precision
     * @param whitespace whether white space counts as a character
     * @param epsilonSmoothing F of each order averaged, as chrF++.py has it, instead of skipping orders without n-grams
     */
    public record Options(
            int charOrder, int wordOrder, int beta, boolean lowercase, boolean whitespace, boolean epsilonSmoothing) {
        /** chrF2. */
        public static final Options DEFAULTS = new Options(6, 0, 2, false, false, false);
        /** chrF2++. */
        public static final Options PLUS_PLUS = new Options(6, 2, 2, false, false, false);

        public Options {
            if (charOrder < 1 || wordOrder < 0 || beta < 1) {
                throw new IllegalArgumentException(
                        "expected character order >= 1, word order >= 0 and beta >= 1, found " + charOrder + ", "
                                + wordOrder + " and " + beta);
            }
        }
    }

    /** A chrF score as a percentage, with what was computed. */
    public record Score(String name, double score, String signature) {}

    private final Options options;

    public ChrF(Options options) {
        this.options = options;
    }

    /**
     * Corpus chrF2 with sacreBLEU's defaults.
     *
     * @param referenceStreams each as long as the hypotheses; null where a stream lacks a segment's reference
     * @throws IllegalArgumentException where lengths differ or a segment has no reference
     */
    public static Score corpus(List<String> hypotheses, List<? extends List<@Nullable String>> referenceStreams) {
        return new ChrF(Options.DEFAULTS).corpusScore(ScoredCorpus.of(hypotheses, referenceStreams));
    }

    /** The score of a corpus. */
    public Score corpusScore(ScoredCorpus corpus) {
        return new Score(name(), score(statistics(corpus)), signature(corpus.referenceCount()));
    }

    /** The score of one segment, as a percentage. */
    public double sentenceScore(String hypothesis, List<String> references) {
        return score(statistics(hypothesis, references));
    }

    @Override
    public String name() {
        return "chrF" + options.beta + "+".repeat(Math.min(2, options.wordOrder));
    }

    @Override
    public String signature(String referenceCount) {
        return "nrefs:" + referenceCount
                + "|case:" + (options.lowercase ? "lc" : "mixed")
                + "|eff:" + (options.epsilonSmoothing ? "no" : "yes")
                + "|nc:" + options.charOrder
                + "|nw:" + options.wordOrder
                + "|space:" + (options.whitespace ? "yes" : "no")
                + "|version:" + Bleu.VERSION;
    }

    @Override
    public double[] statistics(String hypothesis, List<String> references) {
        List<Map<String, Integer>> hypothesisNgrams = ngrams(hypothesis);
        double[] best = new double[0];
        double bestScore = -1;
        for (String reference : references) {
            double[] statistics = matches(hypothesisNgrams, ngrams(reference));
            double score = score(statistics);
            if (score > bestScore) {
                bestScore = score;
                best = statistics;
            }
        }
        return best;
    }

    /** The n-grams of each order, characters first, then words. */
    private List<Map<String, Integer>> ngrams(String segment) {
        String cased = options.lowercase ? segment.toLowerCase(Locale.ROOT) : segment;
        String characters = options.whitespace ? cased : String.join("", WhiteSpace.split(cased));
        List<Map<String, Integer>> ngrams = new ArrayList<>(options.charOrder + options.wordOrder);
        for (int order = 1; order <= options.charOrder; order++) {
            ngrams.add(Ngrams.ofCharacters(characters, order));
        }
        if (options.wordOrder > 0) {
            List<String> words = wordsAndPunctuation(cased);
            for (int order = 1; order <= options.wordOrder; order++) {
                ngrams.add(Ngrams.ofWords(words, order));
            }
        }
        return ngrams;
    }

    private static double[] matches(List<Map<String, Integer>> hypothesis, List<Map<String, Integer>> reference) {
        double[] statistics = new double[3 * hypothesis.size()];
        for (int i = 0; i < hypothesis.size(); i++) {
            statistics[3 * i] = reference.get(i).isEmpty() ? 0 : Ngrams.total(hypothesis.get(i));
            statistics[3 * i + 1] = Ngrams.total(reference.get(i));
            statistics[3 * i + 2] = Ngrams.matches(hypothesis.get(i), reference.get(i));
        }
        return statistics;
    }

    /** Words with one ASCII punctuation mark parted from their end, or else from their beginning. */
    private static List<String> wordsAndPunctuation(String segment) {
        List<String> words = new ArrayList<>();
        for (String word : WhiteSpace.split(segment)) {
            int last = word.length() - 1;
            if (word.codePointCount(0, word.length()) == 1) {
                words.add(word);
            } else if (isPunctuation(word.charAt(last))) {
                words.add(word.substring(0, last));
                words.add(word.substring(last));
            } else if (isPunctuation(word.charAt(0))) {
                words.add(word.substring(0, 1));
                words.add(word.substring(1));
            } else {
                words.add(word);
            }
        }
        return words;
    }

    private static boolean isPunctuation(char c) {
        return c > ' ' && c < 0x7F && !Character.isLetterOrDigit(c);
    }

    @Override
    public double score(double[] statistics) {
        int orders = statistics.length / 3;
        double sumOfF = 0;
        double precisions = 0;
        double recalls = 0;
        int effectiveOrders = 0;
        for (int i = 0; i < orders; i++) {
            double hypothesis = statistics[3 * i];
            double reference = statistics[3 * i + 1];
            double matches = statistics[3 * i + 2];
            double precision = hypothesis > 0 ? matches / hypothesis : EPSILON;
            double recall = reference > 0 ? matches / reference : EPSILON;
            sumOfF += f(precision, recall, EPSILON);
            if (hypothesis > 0 && reference > 0) {
                precisions += precision;
                recalls += recall;
                effectiveOrders++;
            }
        }
        if (options.epsilonSmoothing) {
            return 100 * sumOfF / orders;
        }
        return effectiveOrders == 0 ? 0 : 100 * f(precisions / effectiveOrders, recalls / effectiveOrders, 0);
    }

    private double f(double precision, double recall, double otherwise) {
        double factor = (double) options.beta * options.beta;
        double denominator = factor * precision + recall;
        return denominator > 0 ? (1 + factor) * precision * recall / denominator : otherwise;
    }
}
