package io.dragoman.engine.guard;

import io.dragoman.engine.text.Words;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * What a text holds.
 *
 * @param words runs of letters, marks and digits, in lower case
 * @param numbers runs of digits, those inside words too
 */
record SourceWords(NavigableSet<String> words, NavigableSet<String> numbers) {

    static SourceWords of(String text) {
        SourceWords found = new SourceWords(new TreeSet<>(), new TreeSet<>());
        StringBuilder word = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (Words.inWord(c)) {
                word.appendCodePoint(c);
            } else {
                found.add(word);
            }
        });
        found.add(word);
        return found;
    }

    private void add(StringBuilder word) {
        if (!word.isEmpty()) {
            String lower = Words.lower(word);
            words.add(lower);
            for (int from = 0; from < lower.length(); from++) {
                int to = endOfDigits(lower, from);
                if (to > from) {
                    numbers.add(lower.substring(from, to));
                    from = to;
                }
            }
            word.setLength(0);
        }
    }

    /** Where a run of digits that begins at {@code from} ends; {@code from} itself where none does. */
    static int endOfDigits(String word, int from) {
        int end = from;
        while (end < word.length() && Character.isDigit(word.charAt(end))) {
            end++;
        }
        return end;
    }

    boolean beginsWord(String beginning) {
        return begins(words, beginning);
    }

    boolean beginsNumber(String beginning) {
        return begins(numbers, beginning);
    }

    private static boolean begins(NavigableSet<String> all, String beginning) {
        String next = all.ceiling(beginning);
        return next != null && next.startsWith(beginning);
    }
}
