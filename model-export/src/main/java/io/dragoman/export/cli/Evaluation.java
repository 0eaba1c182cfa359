package io.dragoman.export.cli;

import io.dragoman.export.score.Bleu;
import io.dragoman.export.score.ChrF;
import io.dragoman.export.score.ScoredCorpus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a model's outputs are worth: scores over all, scores by length of the source, and outputs that betray a fault.
 *
 * @param overall all segments
 * @param byLength by words of the source, in order
 * @param trigramLoops outputs that hold one trigram of words three times or more
 * @param empties outputs without text
 * @param copies outputs equal to their source where no reference is
 */
record Evaluation(Scores overall, Map<String, Scores> byLength, int trigramLoops, int empties, int copies) {
    private static final int[] BUCKET_ENDS = {5, 10, 15, 20, 30};
    private static final int LOOP = 3;

    /** BLEU (13a, cased) and chrF2 of a number of segments, 0 to 100. */
    record Scores(int segments, double bleu, double chrf) {
        static Scores of(List<ScoredCorpus.Segment> segments) {
            ScoredCorpus corpus = new ScoredCorpus(segments);
            return new Scores(
                    segments.size(),
                    new Bleu(Bleu.Options.DEFAULTS).corpusScore(corpus).score(),
                    new ChrF(ChrF.Options.DEFAULTS).corpusScore(corpus).score());
        }
    }

    static Evaluation of(List<String> sources, List<String> outputs, List<List<String>> references) {
        List<ScoredCorpus.Segment> all = new ArrayList<>();
        Map<Integer, List<ScoredCorpus.Segment>> buckets = new TreeMap<>();
        int loops = 0;
        int empties = 0;
        int copies = 0;
        for (int i = 0; i < sources.size(); i++) {
            String output = outputs.get(i);
            ScoredCorpus.Segment segment = new ScoredCorpus.Segment(output, references.get(i));
            all.add(segment);
            buckets.computeIfAbsent(bucket(words(sources.get(i)).length), key -> new ArrayList<>())
                    .add(segment);
            loops += loops(output) ? 1 : 0;
            empties += output.isBlank() ? 1 : 0;
            copies += output.equals(sources.get(i)) && !references.get(i).contains(output) ? 1 : 0;
        }
        Map<String, Scores> byLength = new LinkedHashMap<>();
        buckets.forEach((bucket, segments) -> byLength.put(label(bucket), Scores.of(segments)));
        return new Evaluation(Scores.of(all), byLength, loops, empties, copies);
    }

    static boolean loops(String text) {
        String[] words = words(text);
        Map<List<String>, Integer> counts = new LinkedHashMap<>();
        for (int i = 0; i + 3 <= words.length; i++) {
            if (counts.merge(List.of(words[i], words[i + 1], words[i + 2]), 1, Integer::sum) >= LOOP) {
                return true;
            }
        }
        return false;
    }

    private static String[] words(String text) {
        return Arrays.stream(text.split("\\s+")).filter(word -> !word.isEmpty()).toArray(String[]::new);
    }

    private static int bucket(int words) {
        int bucket = 0;
        while (bucket < BUCKET_ENDS.length && words > BUCKET_ENDS[bucket]) {
            bucket++;
        }
        return bucket;
    }

    private static String label(int bucket) {
        int from = bucket == 0 ? 0 : BUCKET_ENDS[bucket - 1] + 1;
        return bucket == BUCKET_ENDS.length ? from + "+" : from + "-" + BUCKET_ENDS[bucket];
    }

    Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("segments", overall.segments());
        map.put("bleu", overall.bleu());
        map.put("chrf", overall.chrf());
        map.put("byLength", byLength);
        map.put("trigramLoops", trigramLoops);
        map.put("empties", empties);
        map.put("copies", copies);
        return map;
    }

    String describe() {
        StringBuilder text = new StringBuilder();
        line(text, "all", overall);
        byLength.forEach((label, scores) -> line(text, label + " words", scores));
        text.append(String.format(
                Locale.ROOT,
                "trigram loops %d (%.2f %%), empty %d, copies of the source %d%n",
                trigramLoops,
                100.0 * trigramLoops / overall.segments(),
                empties,
                copies));
        return text.toString();
    }

    private static void line(StringBuilder text, String label, Scores scores) {
        text.append(String.format(
                Locale.ROOT,
                "%-12s %6d sources   BLEU %6.2f   chrF %6.2f%n",
                label,
                scores.segments(),
                scores.bleu(),
                scores.chrf()));
    }
}
