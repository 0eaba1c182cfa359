package io.dragoman.export.evaluation;

import io.dragoman.export.score.ScoredCorpus.Segment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;

/** A test set cut by what makes its sentences hard. */
final class Slices {
    private static final int[] LENGTHS = {5, 9, 14, 19, 29};
    private static final int[] COUNTS = {0, 9, 99, 999};

    private Slices() {}

    /** By words of the source. */
    static List<Slice> byLength(TestSet test, List<Segment> segments, Metrics metrics) {
        return cut(test, segments, metrics, LENGTHS, source -> Words.of(source).size());
    }

    /**
     * By how often the rarest word of the source occurs in the training sources.
     *
     * @param counts of lower-case words
     */
    static List<Slice> byRarestWord(
            TestSet test, List<Segment> segments, Map<String, Integer> counts, Metrics metrics) {
        return cut(
                test,
                segments,
                metrics,
                COUNTS,
                source -> Words.bare(source).stream()
                        .mapToInt(word -> counts.getOrDefault(word.toLowerCase(Locale.ROOT), 0))
                        .min()
                        .orElse(0));
    }

    /** Intervals that end at {@code ends}, and one above the last. Empty ones are left out. */
    private static List<Slice> cut(
            TestSet test, List<Segment> segments, Metrics metrics, int[] ends, ToIntFunction<String> size) {
        Map<Integer, List<Segment>> cuts = new TreeMap<>();
        for (int i = 0; i < segments.size(); i++) {
            int found = size.applyAsInt(test.sources().get(i));
            int bucket = 0;
            while (bucket < ends.length && found > ends[bucket]) {
                bucket++;
            }
            cuts.computeIfAbsent(bucket, key -> new ArrayList<>()).add(segments.get(i));
        }
        List<Slice> slices = new ArrayList<>();
        cuts.forEach((bucket, cut) -> slices.add(new Slice(label(bucket, ends), Scores.of(cut, metrics))));
        return slices;
    }

    private static String label(int bucket, int[] ends) {
        int from = bucket == 0 ? 0 : ends[bucket - 1] + 1;
        if (bucket == ends.length) {
            return from + "+";
        }
        return from == ends[bucket] ? Integer.toString(from) : from + "-" + ends[bucket];
    }
}
