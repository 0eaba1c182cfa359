package io.dragoman.export.score;

import java.util.Locale;
import java.util.regex.Pattern;

/** How BLEU cuts a segment into words. The result separates words by spaces. */
public enum BleuTokenizer {
    /** mteval-v13a: ASCII punctuation apart, points and commas apart unless between digits. The field's default. */
    V13A("13a") {
        @Override
        String tokenize(String line) {
            String text = line.replace("<skipped>", "").replace("-\n", "").replace('\n', ' ');
            text = text.replace("&quot;", "\"")
                    .replace("&amp;", "&")
                    .replace("&lt;", "<")
                    .replace("&gt;", ">");
            return western(" " + text + " ");
        }
    },
    /** mteval-v14's international mode: every Unicode punctuation mark and symbol apart, save punctuation between numbers. */
    INTL("intl") {
        @Override
        String tokenize(String line) {
            String text = PUNCTUATION_AFTER.matcher(line).replaceAll("$1 $2 ");
            text = PUNCTUATION_BEFORE.matcher(text).replaceAll(" $1 $2");
            return singleSpaced(SYMBOL.matcher(text).replaceAll(" $1 "));
        }
    },
    /** The text as it is. */
    NONE("none") {
        @Override
        String tokenize(String line) {
            return line;
        }
    },
    /** Each code point a word. */
    CHAR("char") {
        @Override
        String tokenize(String line) {
            StringBuilder out = new StringBuilder(2 * line.length());
            line.codePoints().forEach(c -> out.append(out.isEmpty() ? "" : " ").appendCodePoint(c));
            return out.toString();
        }
    },
    /** Each Chinese character a word, the rest as {@link #V13A} cuts it (entities kept). */
    ZH("zh") {
        @Override
        String tokenize(String line) {
            StringBuilder out = new StringBuilder(2 * line.length());
            WhiteSpace.strip(line).codePoints().forEach(c -> {
                if (isChinese(c)) {
                    out.append(' ').appendCodePoint(c).append(' ');
                } else {
                    out.appendCodePoint(c);
                }
            });
            return western(out.toString());
        }
    };

    private static final Pattern PUNCTUATION_AFTER = Pattern.compile("(\\P{N})(\\p{P})");
    private static final Pattern PUNCTUATION_BEFORE = Pattern.compile("(\\p{P})(\\P{N})");
    private static final Pattern SYMBOL = Pattern.compile("(\\p{S})");
    private static final Pattern ASCII_PUNCTUATION = Pattern.compile("([{-~\\[-` -&(-+:-@/])");
    private static final Pattern POINT_AFTER_NON_DIGIT = Pattern.compile("([^0-9])([.,])");
    private static final Pattern POINT_BEFORE_NON_DIGIT = Pattern.compile("([.,])([^0-9])");
    private static final Pattern DASH_AFTER_DIGIT = Pattern.compile("([0-9])(-)");

    /**
     * First and last of each range taken for Chinese. 2001-2A6D and 2F81-2FA1 stand where the reference implementation means the supplementary
     * planes: scores are comparable only with its slip kept.
     */
    private static final int[][] CHINESE = {
        {0x3400, 0x4DB5}, {0x4E00, 0x9FA5}, {0x9FA6, 0x9FBB}, {0xF900, 0xFA2D}, {0xFA30, 0xFA6A}, {0xFA70, 0xFAD9},
        {0x2001, 0x2A6D}, {0x2F81, 0x2FA1}, {0xFF00, 0xFFEF}, {0x2E80, 0x2EFF}, {0x3000, 0x303F}, {0x31C0, 0x31EF},
        {0x2F00, 0x2FDF}, {0x2FF0, 0x2FFF}, {0x3100, 0x312F}, {0x31A0, 0x31BF}, {0xFE10, 0xFE1F}, {0xFE30, 0xFE4F},
        {0x2600, 0x26FF}, {0x2700, 0x27BF}, {0x3200, 0x32FF}, {0x3300, 0x33FF},
    };

    private final String code;

    BleuTokenizer(String code) {
        this.code = code;
    }

    /** The tokenizer's name in signatures and on command lines. */
    public String code() {
        return code;
    }

    /** The tokenizer of that name. */
    public static BleuTokenizer ofCode(String code) {
        for (BleuTokenizer tokenizer : values()) {
            if (tokenizer.code.equals(code.toLowerCase(Locale.ROOT))) {
                return tokenizer;
            }
        }
        throw new IllegalArgumentException(
                "unknown BLEU tokenizer '" + code + "', expected one of 13a, intl, none, char, zh");
    }

    abstract String tokenize(String line);

    private static String western(String line) {
        String text = ASCII_PUNCTUATION.matcher(line).replaceAll(" $1 ");
        text = POINT_AFTER_NON_DIGIT.matcher(text).replaceAll("$1 $2 ");
        text = POINT_BEFORE_NON_DIGIT.matcher(text).replaceAll(" $1 $2");
        return singleSpaced(DASH_AFTER_DIGIT.matcher(text).replaceAll("$1 $2 "));
    }

    private static String singleSpaced(String text) {
        return String.join(" ", WhiteSpace.split(text));
    }

    private static boolean isChinese(int codePoint) {
        for (int[] range : CHINESE) {
            if (codePoint >= range[0] && codePoint <= range[1]) {
                return true;
            }
        }
        return false;
    }
}
