package io.dragoman.export.score;

import java.util.ArrayList;
import java.util.List;

/**
 * Python's notion of white space, on which every published score rests: neither {@code \s} nor {@link Character#isWhitespace} is this set (it
 * holds U+0085 and the no-break spaces).
 */
final class WhiteSpace {
    private WhiteSpace() {}

    /** Whether Python's {@code str.isspace} holds for this character. All such characters lie in the basic plane. */
    static boolean is(char c) {
        if (c <= 0x20) {
            return c == 0x20 || (c >= 0x09 && c <= 0x0D) || c >= 0x1C;
        }
        if (c < 0x1680) {
            return c == 0x85 || c == 0xA0;
        }
        return c == 0x1680
                || (c >= 0x2000 && c <= 0x200A)
                || c == 0x2028
                || c == 0x2029
                || c == 0x202F
                || c == 0x205F
                || c == 0x3000;
    }

    /** The words between runs of white space, as Python's {@code str.split()}. */
    static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        int start = -1;
        for (int i = 0; i <= text.length(); i++) {
            boolean outside = i == text.length() || is(text.charAt(i));
            if (outside && start >= 0) {
                words.add(text.substring(start, i));
                start = -1;
            } else if (!outside && start < 0) {
                start = i;
            }
        }
        return words;
    }

    /** The text without white space at its end. */
    static String stripTrailing(String text) {
        int end = text.length();
        while (end > 0 && is(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }

    /** The text without white space at either end. */
    static String strip(String text) {
        String tail = stripTrailing(text);
        int start = 0;
        while (start < tail.length() && is(tail.charAt(start))) {
            start++;
        }
        return tail.substring(start);
    }
}
