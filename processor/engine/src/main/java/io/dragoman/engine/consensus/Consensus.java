package io.dragoman.engine.consensus;

import io.dragoman.engine.text.Words;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Minimum Bayes risk decoding (Kumar and Byrne 2004) over the hypotheses of one search: the likeliest text is often a bare or an odd one,
 * while the others agree on words that it lacks. A hypothesis is worth the F1 of its words against those of every hypothesis, each weighted
 * by exp(sharpness × score), scores being those of the search. Threading: safe.
 */
public final class Consensus {
    private final double sharpness;

    /** @param sharpness 0 counts all hypotheses alike, a large value none but the likeliest */
    public Consensus(double sharpness) {
        if (!(sharpness >= 0)) {
            throw new IllegalArgumentException("found sharpness " + sharpness + ", expected 0 or more");
        }
        this.sharpness = sharpness;
    }

    /**
     * The hypotheses from most to least worth; equal ones in the order given.
     *
     * @param texts (hypotheses)
     * @param scores of the texts, finite
     * @return indices of texts
     */
    public int[] order(List<String> texts, double[] scores) {
        List<Map<String, Integer>> bags = texts.stream().map(Consensus::bag).toList();
        double best = IntStream.range(0, texts.size())
                .mapToDouble(i -> scores[i])
                .max()
                .orElse(0);
        // StrictMath: the same bits on every machine and before and after compilation
        double[] weights = IntStream.range(0, texts.size())
                .mapToDouble(i -> StrictMath.exp(sharpness * (scores[i] - best)))
                .toArray();
        double[] worth = new double[texts.size()];
        for (int i = 0; i < worth.length; i++) {
            for (int j = 0; j < worth.length; j++) {
                worth[i] += weights[j] * f1(bags.get(i), bags.get(j));
            }
        }
        return IntStream.range(0, worth.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> worth[i]).reversed())
                .mapToInt(i -> i)
                .toArray();
    }

    private static Map<String, Integer> bag(String text) {
        Map<String, Integer> bag = new HashMap<>();
        Words.of(text).forEach(word -> bag.merge(word, 1, Integer::sum));
        return bag;
    }

    /** Two texts without words are equal. */
    private static double f1(Map<String, Integer> one, Map<String, Integer> other) {
        int size = size(one) + size(other);
        if (size == 0) {
            return 1;
        }
        int common = 0;
        for (Map.Entry<String, Integer> word : one.entrySet()) {
            common += Math.min(word.getValue(), other.getOrDefault(word.getKey(), 0));
        }
        return 2.0 * common / size;
    }

    private static int size(Map<String, Integer> bag) {
        return bag.values().stream().mapToInt(Integer::intValue).sum();
    }
}
