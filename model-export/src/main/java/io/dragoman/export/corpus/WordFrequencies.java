package io.dragoman.export.corpus;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How often each word (a run of letters, lower case) occurs: enough to tell one language from another. */
record WordFrequencies(Map<String, Integer> counts) {
    private static final Pattern WORD = Pattern.compile("\\p{L}+");

    static WordFrequencies of(Stream<String> texts) {
        Map<String, Integer> counts = new HashMap<>();
        texts.forEach(text -> {
            Matcher words = WORD.matcher(text);
            while (words.find()) {
                counts.merge(words.group().toLowerCase(Locale.ROOT), 1, Integer::sum);
            }
        });
        return new WordFrequencies(counts);
    }

    /** Cosine of the two vectors of counts, 0-1; 0 where one side has no words. */
    double similarity(WordFrequencies other) {
        double dot = 0;
        for (Map.Entry<String, Integer> entry : counts.entrySet()) {
            dot += (double) entry.getValue() * other.counts.getOrDefault(entry.getKey(), 0);
        }
        return dot == 0 ? 0 : dot / (norm() * other.norm());
    }

    private double norm() {
        return Math.sqrt(counts.values().stream()
                .mapToDouble(count -> (double) count * count)
                .sum());
    }
}
