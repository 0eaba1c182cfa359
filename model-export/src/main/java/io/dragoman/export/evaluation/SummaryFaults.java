package io.dragoman.export.evaluation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Summaries that betray a fault which ROUGE does not see. Each counts summaries, not words.
 *
 * @param empties without text
 * @param loops with two words in a row said twice, a word doubled, or a word three times
 * @param newWords with a word found neither in its text nor in the training data; null without training data
 * @param newNumbers with a number that its text lacks
 */
public record SummaryFaults(
        int summaries, int empties, int loops, @Nullable Integer newWords, int newNumbers) {
    private static final int TOO_OFTEN = 3;
    private static final Pattern NUMBER = Pattern.compile("\\d+(?:[.,:\\u202f\\u00a0 ]\\d+)*");
    private static final Pattern DIGITS = Pattern.compile("\\d+");
    private static final Pattern NOT_DIGIT = Pattern.compile("\\D");

    /**
     * Counts them.
     *
     * @param summaries one a text
     * @param training words known from training, as {@link Words#parts} cuts them, or null
     */
    static SummaryFaults of(List<String> texts, List<String> summaries, @Nullable Set<String> training) {
        int empties = 0;
        int loops = 0;
        int newWords = 0;
        int newNumbers = 0;
        for (int i = 0; i < summaries.size(); i++) {
            String summary = summaries.get(i);
            empties += summary.isBlank() ? 1 : 0;
            loops += loops(summary) ? 1 : 0;
            newNumbers += hasNewNumber(texts.get(i), summary) ? 1 : 0;
            newWords += training != null && hasNewWord(texts.get(i), summary, training) ? 1 : 0;
        }
        return new SummaryFaults(summaries.size(), empties, loops, training == null ? null : newWords, newNumbers);
    }

    /** Of all summaries, 0 to 100. */
    public double percent(int count) {
        return summaries == 0 ? 0 : 100.0 * count / summaries;
    }

    static boolean loops(String summary) {
        List<String> words = Words.parts(summary);
        Map<String, Integer> counts = new HashMap<>();
        Set<List<String>> pairs = new HashSet<>();
        for (int i = 0; i < words.size(); i++) {
            boolean doubled = i > 0 && words.get(i).equals(words.get(i - 1));
            boolean pairAgain = i > 0 && !pairs.add(words.subList(i - 1, i + 1));
            if (doubled || pairAgain || counts.merge(words.get(i), 1, Integer::sum) >= TOO_OFTEN) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasNewWord(String text, String summary, Set<String> training) {
        Set<String> known = new HashSet<>(Words.parts(text));
        return Words.parts(summary).stream().anyMatch(word -> !known.contains(word) && !training.contains(word));
    }

    /** 1,000 and 1000 are one number, and 3 is in 3.10. */
    static boolean hasNewNumber(String text, String summary) {
        Set<String> whole = new HashSet<>();
        NUMBER.matcher(text).results().forEach(found -> whole.add(joined(found.group())));
        Set<String> runs = new HashSet<>();
        DIGITS.matcher(text).results().forEach(found -> runs.add(found.group()));
        return NUMBER.matcher(summary)
                .results()
                .anyMatch(found -> !whole.contains(joined(found.group()))
                        && !DIGITS.matcher(found.group()).results().allMatch(run -> runs.contains(run.group())));
    }

    private static String joined(String number) {
        return NOT_DIGIT.matcher(number).replaceAll("");
    }
}
