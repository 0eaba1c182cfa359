package io.dragoman.export.score;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Porter's stemmer (1980) with NLTK's departures, which are the ones published ROUGE scores rest on: a pool of irregular forms, words of one
 * or two letters left alone, and changes to steps 1 and 2.
 */
final class PorterStemmer {
    private static final Map<String, String> IRREGULAR = Map.ofEntries(
            Map.entry("sky", "sky"),
            Map.entry("skies", "sky"),
            Map.entry("dying", "die"),
            Map.entry("lying", "lie"),
            Map.entry("tying", "tie"),
            Map.entry("news", "news"),
            Map.entry("innings", "inning"),
            Map.entry("inning", "inning"),
            Map.entry("outings", "outing"),
            Map.entry("outing", "outing"),
            Map.entry("cannings", "canning"),
            Map.entry("canning", "canning"),
            Map.entry("howe", "howe"),
            Map.entry("proceed", "proceed"),
            Map.entry("exceed", "exceed"),
            Map.entry("succeed", "succeed"));

    /** Puts the replacement in the suffix's place if the measure of the stem before it is above the bound. */
    private record Rule(String suffix, String replacement, int aboveMeasure) {}

    private static final List<Rule> PLURALS = List.of(
            new Rule("sses", "ss", -1), new Rule("ies", "i", -1), new Rule("ss", "ss", -1), new Rule("s", "", -1));

    private static final List<Rule> DOUBLE_SUFFIXES = rules(
            0,
            "ational ate",
            "tional tion",
            "enci ence",
            "anci ance",
            "izer ize",
            "bli ble",
            "alli al",
            "entli ent",
            "eli e",
            "ousli ous",
            "ization ize",
            "ation ate",
            "ator ate",
            "alism al",
            "iveness ive",
            "fulness ful",
            "ousness ous",
            "aliti al",
            "iviti ive",
            "biliti ble",
            "fulli ful");

    private static final List<Rule> SINGLE_SUFFIXES =
            rules(0, "icate ic", "ative ", "alize al", "iciti ic", "ical ic", "ful ", "ness ");

    private static final List<Rule> LAST_SUFFIXES_BEFORE_ION =
            rules(1, "al ", "ance ", "ence ", "er ", "ic ", "able ", "ible ", "ant ", "ement ", "ment ", "ent ");
    private static final List<Rule> LAST_SUFFIXES_AFTER_ION =
            rules(1, "ou ", "ism ", "ate ", "iti ", "ous ", "ive ", "ize ");

    private PorterStemmer() {}

    private static List<Rule> rules(int aboveMeasure, String... suffixesAndReplacements) {
        return List.of(suffixesAndReplacements).stream()
                .map(rule -> rule.split(" ", 2))
                .map(parts -> new Rule(parts[0], parts[1], aboveMeasure))
                .toList();
    }

    /** The stem of a lower-case word. */
    static String stem(String word) {
        String irregular = IRREGULAR.get(word);
        if (irregular != null) {
            return irregular;
        }
        if (word.length() <= 2) {
            return word;
        }
        String stem = finalY(pastAndProgressive(plural(word)));
        stem = applied(SINGLE_SUFFIXES, doubleSuffix(stem));
        return doubleL(finalE(lastSuffix(stem)));
    }

    private static String plural(String word) { // step 1a
        return word.length() == 4 && word.endsWith("ies") ? cut(word, 1) : applied(PLURALS, word);
    }

    private static String pastAndProgressive(String word) { // step 1b
        if (word.endsWith("ied")) {
            return cut(word, word.length() == 4 ? 1 : 2);
        }
        if (word.endsWith("eed")) {
            return measure(cut(word, 3)) > 0 ? cut(word, 1) : word;
        }
        for (String suffix : List.of("ed", "ing")) {
            if (word.endsWith(suffix) && hasVowel(cut(word, suffix.length()))) {
                return restored(cut(word, suffix.length()));
            }
        }
        return word;
    }

    /** Gives a stem cut from -ed or -ing the ending of its infinitive. */
    private static String restored(String stem) {
        if (stem.endsWith("at") || stem.endsWith("bl") || stem.endsWith("iz")) {
            return stem + "e";
        }
        int last = stem.length() - 1;
        if (last >= 1 && stem.charAt(last) == stem.charAt(last - 1) && isConsonant(stem, last)) {
            return "lsz".indexOf(stem.charAt(last)) >= 0 ? stem : cut(stem, 1);
        }
        return measure(stem) == 1 && endsShort(stem) ? stem + "e" : stem;
    }

    private static String finalY(String word) { // step 1c
        int before = word.length() - 2;
        return word.endsWith("y") && before > 0 && isConsonant(word, before) ? cut(word, 1) + "i" : word;
    }

    private static String doubleSuffix(String word) { // step 2
        if (word.endsWith("alli") && measure(cut(word, 4)) > 0) {
            return doubleSuffix(cut(word, 2));
        }
        if (word.endsWith("logi")) {
            return measure(cut(word, 3)) > 0 ? cut(word, 1) : word;
        }
        return applied(DOUBLE_SUFFIXES, word);
    }

    private static String lastSuffix(String word) { // step 4
        String before = firstApplied(LAST_SUFFIXES_BEFORE_ION, word);
        if (before != null) {
            return before;
        }
        if (word.endsWith("ion")) {
            String stem = cut(word, 3);
            boolean removable = stem.endsWith("s") || stem.endsWith("t");
            return removable && measure(stem) > 1 ? stem : word;
        }
        return applied(LAST_SUFFIXES_AFTER_ION, word);
    }

    private static String finalE(String word) { // step 5a
        if (!word.endsWith("e")) {
            return word;
        }
        String stem = cut(word, 1);
        int measure = measure(stem);
        return measure > 1 || (measure == 1 && !endsShort(stem)) ? stem : word;
    }

    private static String doubleL(String word) { // step 5b
        return word.endsWith("ll") && measure(cut(word, 1)) > 1 ? cut(word, 1) : word;
    }

    private static String applied(List<Rule> rules, String word) {
        String result = firstApplied(rules, word);
        return result == null ? word : result;
    }

    /** What the first rule whose suffix the word has makes of it, or null if it has none of the suffixes. */
    private static @Nullable String firstApplied(List<Rule> rules, String word) {
        for (Rule rule : rules) {
            if (word.endsWith(rule.suffix)) {
                String stem = cut(word, rule.suffix.length());
                return measure(stem) > rule.aboveMeasure ? stem + rule.replacement : word;
            }
        }
        return null;
    }

    private static String cut(String word, int letters) {
        return word.substring(0, word.length() - letters);
    }

    /** Porter's m: how often a consonant follows a vowel. */
    private static int measure(String stem) {
        int measure = 0;
        for (int i = 1; i < stem.length(); i++) {
            if (isConsonant(stem, i) && !isConsonant(stem, i - 1)) {
                measure++;
            }
        }
        return measure;
    }

    private static boolean hasVowel(String stem) {
        for (int i = 0; i < stem.length(); i++) {
            if (!isConsonant(stem, i)) {
                return true;
            }
        }
        return false;
    }

    /** Consonant, vowel, consonant other than w, x, y; or two letters, vowel and consonant. */
    private static boolean endsShort(String word) {
        int last = word.length() - 1;
        if (last == 1) {
            return !isConsonant(word, 0) && isConsonant(word, 1);
        }
        return last >= 2
                && isConsonant(word, last - 2)
                && !isConsonant(word, last - 1)
                && isConsonant(word, last)
                && "wxy".indexOf(word.charAt(last)) < 0;
    }

    /** A letter other than a, e, i, o, u and a y after a consonant. */
    private static boolean isConsonant(String word, int index) {
        boolean consonant = true;
        for (int i = 0; i <= index; i++) {
            char letter = word.charAt(i);
            consonant = letter == 'y' ? i == 0 || !consonant : "aeiou".indexOf(letter) < 0;
        }
        return consonant;
    }
}
