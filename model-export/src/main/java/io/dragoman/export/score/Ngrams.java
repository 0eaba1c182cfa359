package io.dragoman.export.score;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counted n-grams: a multiset keyed by the n-gram's text, words being joined by a space, which no word contains. */
final class Ngrams {
    private Ngrams() {}

    /** The n-grams of words, of one order. */
    static Map<String, Integer> ofWords(List<String> words, int order) {
        Map<String, Integer> counts = new HashMap<>();
        for (int i = 0; i + order <= words.size(); i++) {
            counts.merge(String.join(" ", words.subList(i, i + order)), 1, Integer::sum);
        }
        return counts;
    }

    /** The n-grams of code points, of one order. */
    static Map<String, Integer> ofCharacters(String text, int order) {
        Map<String, Integer> counts = new HashMap<>();
        int[] starts = codePointStarts(text); // (code points + 1): the last is the text's end
        for (int i = 0; i + order < starts.length; i++) {
            counts.merge(text.substring(starts[i], starts[i + order]), 1, Integer::sum);
        }
        return counts;
    }

    private static int[] codePointStarts(String text) {
        int[] starts = new int[text.codePointCount(0, text.length()) + 1];
        for (int i = 1; i < starts.length; i++) {
            starts[i] = text.offsetByCodePoints(starts[i - 1], 1);
        }
        return starts;
    }

    /** How many n-grams there are, each counted as often as it occurs. */
    static int total(Map<String, Integer> ngrams) {
        int total = 0;
        for (int count : ngrams.values()) {
            total += count;
        }
        return total;
    }

    /** How many n-grams of one multiset find a partner in the other (clipped counts). */
    static int matches(Map<String, Integer> hypothesis, Map<String, Integer> reference) {
        int matches = 0;
        for (Map.Entry<String, Integer> ngram : hypothesis.entrySet()) {
            matches += Math.min(ngram.getValue(), reference.getOrDefault(ngram.getKey(), 0));
        }
        return matches;
    }
}
