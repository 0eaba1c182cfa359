package io.dragoman.export.tokenizer;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** How often each word or character occurs in a text, space marks in place as SentencePiece sets them. */
final class UnitCounts {
    private static final char SPACE_MARK = '\u2581';

    private final Map<String, Long> counts = new TreeMap<>();

    private UnitCounts() {}

    /** Every space mark begins a word, so that two spaces make a word of the mark alone. */
    static UnitCounts ofWords(List<String> sentences) {
        return of(sentences, (text, units) -> {
            int start = 0;
            for (int i = 1; i <= text.length(); i++) {
                if (i == text.length() || text.charAt(i) == SPACE_MARK) {
                    units.add(text.substring(start, i));
                    start = i;
                }
            }
        });
    }

    static UnitCounts ofCharacters(List<String> sentences) {
        return of(sentences, (text, units) -> text.codePoints().forEach(c -> units.add(Character.toString(c))));
    }

    private static UnitCounts of(List<String> sentences, BiConsumer<String, UnitCounts> cut) {
        UnitCounts counts = new UnitCounts();
        for (String sentence : sentences) {
            if (!sentence.isEmpty()) {
                cut.accept(SPACE_MARK + sentence.replace(' ', SPACE_MARK), counts);
            }
        }
        return counts;
    }

    private void add(String unit) {
        counts.merge(unit, 1L, Long::sum);
    }

    int distinct() {
        return counts.size();
    }

    /** The most frequent units with the natural logarithm of their share, best first; equal ones in order of their text. */
    Map<String, Float> mostFrequent(int most) {
        double total = total();
        Map<String, Float> chosen = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(most)
                .forEach(unit -> chosen.put(unit.getKey(), (float) Math.log(unit.getValue() / total)));
        return chosen;
    }

    /** The share of the text that the most frequent units make up, 0 to 1. */
    double coverage(int most) {
        long covered = counts.values().stream()
                .sorted(Comparator.reverseOrder())
                .limit(most)
                .mapToLong(Long::longValue)
                .sum();
        return covered / (double) Math.max(1, total());
    }

    private long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
