package io.dragoman.stream.config;

import io.dragoman.stream.config.ConfigKey.Kind;
import java.util.Comparator;
import java.util.function.Function;

/** Finds the known key that an unknown one was probably meant to be: the smallest edit distance, if it is at most a third of the length. */
final class NearestKey {
    private NearestKey() {}

    static String suggestion(String unknown) {
        return suggestion(unknown, ConfigKey::path);
    }

    static String variableSuggestion(String unknown) {
        return suggestion(unknown, ConfigKey::environmentVariable);
    }

    private static String suggestion(String unknown, Function<ConfigKey, String> name) {
        return ConfigKeys.ALL.stream()
                .filter(key -> key.kind() != Kind.PASS_THROUGH)
                .map(name)
                .min(Comparator.comparingInt(known -> distance(unknown, known)))
                .filter(known -> distance(unknown, known) * 3 <= known.length())
                .map(known -> "; did you mean '" + known + "'?")
                .orElse("; 'config --explain' lists the keys there are");
    }

    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replace = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replace, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
