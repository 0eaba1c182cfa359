package io.dragoman.export.score;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * TER's own way to cut a segment into words (tercom's normaliser, as sacreBLEU 2.6.0 has it). Of its rules for kana only what can take effect
 * is here: those anchored to the start of the line never match, since the line is padded with a space.
 */
final class TercomTokenizer {
    private static final Pattern ASCII_PUNCTUATION = Pattern.compile("([{-~\\[-` -&(-+:-@/])");
    private static final Pattern POSSESSIVE = Pattern.compile("'s ");
    private static final Pattern POINT_AFTER_NON_DIGIT = Pattern.compile("([^0-9])([.,])");
    private static final Pattern POINT_BEFORE_NON_DIGIT = Pattern.compile("([.,])([^0-9])");
    private static final Pattern DASH_AFTER_DIGIT = Pattern.compile("([0-9])(-)");
    private static final Pattern PUNCTUATION = Pattern.compile("[.,?:;!\"()]");

    private static final Pattern IDEOGRAPHS = Pattern.compile("([\\u4e00-\\u9fff\\u3400-\\u4dbf])");
    private static final Pattern STROKES = Pattern.compile("([\\u31c0-\\u31ef\\u2e80-\\u2eff])");
    private static final Pattern COMPATIBILITY = Pattern.compile("([\\u3300-\\u33ff\\uf900-\\ufaff\\ufe30-\\ufe4f])");
    /** U+3F22 is the reference implementation's slip for U+32FF; scores are comparable only with it kept. */
    private static final Pattern ENCLOSED = Pattern.compile("([\\u3200-\\u3f22])");

    private static final Pattern ASIAN_PUNCTUATION =
            Pattern.compile("([\\u3001\\u3002\\u3008-\\u3011\\u3014-\\u301f\\uff61-\\uff65\\u30fb])");
    private static final Pattern FULL_WIDTH_PUNCTUATION =
            Pattern.compile("([\\uff0e\\uff0c\\uff1f\\uff1a\\uff1b\\uff01\\uff02\\uff08\\uff09])");

    private static final List<Pattern> ASIAN =
            List.of(IDEOGRAPHS, STROKES, COMPATIBILITY, ENCLOSED, ASIAN_PUNCTUATION, FULL_WIDTH_PUNCTUATION);

    private final Ter.Options options;

    TercomTokenizer(Ter.Options options) {
        this.options = options;
    }

    /** The words of one segment. */
    List<String> words(String segment) {
        String text = WhiteSpace.stripTrailing(segment);
        if (!options.caseSensitive()) {
            text = text.toLowerCase(Locale.ROOT);
        }
        if (options.normalized()) {
            text = normalized(text);
        }
        if (options.noPunctuation()) {
            text = PUNCTUATION.matcher(text).replaceAll("");
            if (options.asianSupport()) {
                text = ASIAN_PUNCTUATION.matcher(text).replaceAll("");
                text = FULL_WIDTH_PUNCTUATION.matcher(text).replaceAll("");
            }
        }
        return WhiteSpace.split(text);
    }

    private String normalized(String segment) {
        String text = segment.replace("\n-", "").replace('\n', ' ');
        text = text.replace("&quot;", "\"")
                .replace("&amp;", "&")
                .replace("&lt;", "<")
                .replace("&gt;", ">");
        text = ASCII_PUNCTUATION.matcher(" " + text + " ").replaceAll(" $1 ");
        text = POSSESSIVE.matcher(text).replaceAll(" 's ");
        text = POINT_AFTER_NON_DIGIT.matcher(text).replaceAll("$1 $2 ");
        text = POINT_BEFORE_NON_DIGIT.matcher(text).replaceAll(" $1 $2");
        text = DASH_AFTER_DIGIT.matcher(text).replaceAll("$1 $2 ");
        if (options.asianSupport()) {
            for (Pattern pattern : ASIAN) {
                text = pattern.matcher(text).replaceAll(" $1 ");
            }
        }
        return text;
    }
}
