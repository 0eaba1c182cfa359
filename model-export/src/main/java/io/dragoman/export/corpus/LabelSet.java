package io.dragoman.export.corpus;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The labels of a classifier's training data.
 *
 * @param counts pairs of each label, the most frequent label first, equal ones in order of their text
 */
public record LabelSet(Map<String, Integer> counts) {
    private static final int LEAST = 2;
    private static final int NAMED = 3;

    /** @throws CorpusException one message that names every problem */
    public static LabelSet of(ParallelCorpus training) {
        requireWhole(training);
        Map<String, Integer> counts = new TreeMap<>();
        training.pairs().forEach(pair -> counts.merge(pair.target(), 1, Integer::sum));
        List<String> problems = new ArrayList<>();
        if (counts.size() < 2) {
            problems.add("found " + counts.size() + " label, expected at least 2: nothing to tell apart");
        }
        List<String> rare = counts.keySet().stream()
                .filter(label -> counts.getOrDefault(label, 0) < LEAST)
                .toList();
        if (!rare.isEmpty()) {
            problems.add(String.format(
                    Locale.ROOT,
                    "%,d of %,d labels occur once%s, expected at least %d pairs each: misspelt, or not labels at all?",
                    rare.size(),
                    counts.size(),
                    named(rare),
                    LEAST));
        }
        List<String> broken = counts.keySet().stream()
                .filter(label -> label.chars().anyMatch(Character::isISOControl))
                .toList();
        if (!broken.isEmpty()) {
            problems.add("labels with a tab or another control character" + named(broken) + ", expected text");
        }
        if (!problems.isEmpty()) {
            throw new CorpusException(training.report().name() + ": " + String.join("; ", problems));
        }
        List<Map.Entry<String, Integer>> sorted = new ArrayList<>(counts.entrySet());
        sorted.sort(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()));
        Map<String, Integer> ordered = new java.util.LinkedHashMap<>();
        sorted.forEach(entry -> ordered.put(entry.getKey(), entry.getValue()));
        return new LabelSet(ordered);
    }

    public List<String> labels() {
        return List.copyOf(counts.keySet());
    }

    /** How many pairs each label has, for a person. */
    public String describe() {
        return counts.entrySet().stream()
                .map(entry -> String.format(Locale.ROOT, "%s %,d", entry.getKey(), entry.getValue()))
                .collect(Collectors.joining(", ", String.format(Locale.ROOT, "%,d labels: ", counts.size()), ""));
    }

    /** @throws CorpusException where a label of other data is not known, or missing */
    public static void requireKnown(List<String> labels, ParallelCorpus other) {
        requireWhole(other);
        Set<String> known = new HashSet<>(labels);
        List<String> unknown = other.pairs().stream()
                .map(SentencePair::target)
                .distinct()
                .filter(label -> !known.contains(label))
                .toList();
        if (!unknown.isEmpty()) {
            throw new CorpusException(String.format(
                    Locale.ROOT,
                    "%s: %,d labels%s that training does not know, expected its %,d labels%s",
                    other.report().name(),
                    unknown.size(),
                    named(unknown),
                    labels.size(),
                    named(labels)));
        }
    }

    /** @throws CorpusException where a line has more columns than the first: a tab inside a text or a label */
    public static void requireEqualColumns(Path file) {
        int columns = -1;
        int number = 0;
        for (@Nullable String line : TextContent.lines(file)) {
            number++;
            if (line == null) {
                continue; // counted where pairs are read
            }
            int found = line.split("\t", -1).length;
            if (columns >= 0 && found > columns) {
                throw new CorpusException(file + " line " + number + ": found " + found + " columns, expected "
                        + columns + " as in the lines before; no label holds a tab");
            }
            columns = Math.max(columns, found);
        }
    }

    private static void requireWhole(ParallelCorpus corpus) {
        Map<DropReason, Integer> dropped = corpus.report().dropped();
        for (DropReason reason : List.of(DropReason.EMPTY_SIDE, DropReason.MISSING_COLUMN)) {
            int lines = dropped.getOrDefault(reason, 0);
            if (lines > 0) {
                throw new CorpusException(String.format(
                        Locale.ROOT,
                        "%s: found %,d lines with %s (first: line %,d), expected a text and a label in every line",
                        corpus.report().name(),
                        lines,
                        reason.meaning(),
                        corpus.report().firstLines().getOrDefault(reason, 0)));
            }
        }
    }

    private static String named(List<String> labels) {
        return labels.stream()
                .limit(NAMED)
                .map(label -> "'" + label.replace('\t', '→') + "'")
                .collect(Collectors.joining(", ", " (", labels.size() > NAMED ? ", …)" : ")"));
    }
}
