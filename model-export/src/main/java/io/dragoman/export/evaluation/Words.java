package io.dragoman.export.evaluation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Words as a reader counts them: what stands between white space, without the punctuation around it. */
final class Words {
    private static final Pattern PART = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+");

    private Words() {}

    /** As written, punctuation included. */
    static List<String> of(String text) {
        return Arrays.stream(text.split("\\s+")).filter(word -> !word.isEmpty()).toList();
    }

    /** Without punctuation at either end; words of punctuation alone are gone. */
    static List<String> bare(String text) {
        return of(text).stream()
                .map(word -> word.replaceAll("^[\\p{P}\\p{S}]+|[\\p{P}\\p{S}]+$", ""))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** Runs of letters and digits, in lower case: what hyphens and slashes join are several. */
    static List<String> parts(String text) {
        return PART.matcher(text.toLowerCase(Locale.ROOT))
                .results()
                .map(MatchResult::group)
                .toList();
    }

    /** How often each word, in lower case, occurs in the texts. */
    static Map<String, Integer> counts(Iterable<String> texts) {
        Map<String, Integer> counts = new HashMap<>();
        for (String text : texts) {
            for (String word : bare(text)) {
                counts.merge(word.toLowerCase(Locale.ROOT), 1, Integer::sum);
            }
        }
        return counts;
    }
}
