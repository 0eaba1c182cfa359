package io.dragoman.engine.guard;

import java.util.Locale;
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
            if (inWord(c)) {
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
            String lower = lower(word);
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

    /** Whether a word may hold it; all else stands between words. */
    static boolean inWord(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.LETTER_NUMBER,
                    Character.OTHER_NUMBER -> true;
            default -> Character.isLetterOrDigit(codePoint);
        };
    }

    static String lower(CharSequence word) {
        return word.toString().toLowerCase(Locale.ROOT);
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
