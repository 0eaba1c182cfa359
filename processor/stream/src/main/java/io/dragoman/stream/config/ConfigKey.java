package io.dragoman.stream.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One key of the configuration file: what {@code config --explain} prints and what the reader checks, from one source.
 *
 * @param path dotted path in the file, for example {@code engine.max-batch-size}
 * @param kind how its text is read
 * @param unit unit or form of the value, for people
 * @param defaultText the default as one would write it; null when the key must be given
 * @param min smallest integer, or shortest duration in milliseconds
 * @param max largest integer, or longest duration in milliseconds
 * @param choices the only values of a {@link Kind#CHOICE}, empty otherwise
 * @param meaning one or two sentences
 */
public record ConfigKey(
        String path,
        Kind kind,
        String unit,
        @Nullable String defaultText,
        long min,
        long max,
        List<String> choices,
        String meaning) {

    /** How the text of a key is read. */
    public enum Kind {
        /** Any text that is not blank. */
        TEXT,
        /** A list of texts, or one text with commas. */
        TEXT_LIST,
        /** A whole number within bounds. */
        INTEGER,
        /** {@code 500ms}, {@code 30s}, {@code 2m}, {@code 1h} or ISO 8601 ({@code PT30S}). */
        DURATION,
        /** {@code true} or {@code false}. */
        FLAG,
        /** One of the choices. */
        CHOICE,
        /** A section whose keys are handed on as they are. */
        PASS_THROUGH,
        /** A list of {@code {bundle: DIRECTORY}}, or directories with commas. */
        BUNDLES
    }

    /** Copies the choices. */
    public ConfigKey {
        choices = List.copyOf(choices);
    }

    static ConfigKey text(String path, @Nullable String defaultText, String unit, String meaning) {
        return new ConfigKey(path, Kind.TEXT, unit, defaultText, 0, 0, List.of(), meaning);
    }

    static ConfigKey of(Kind kind, String path, @Nullable String defaultText, String unit, String meaning) {
        return new ConfigKey(path, kind, unit, defaultText, 0, 0, List.of(), meaning);
    }

    static ConfigKey choice(String path, String defaultText, List<String> choices, String meaning) {
        return new ConfigKey(path, Kind.CHOICE, String.join(" | ", choices), defaultText, 0, 0, choices, meaning);
    }

    static ConfigKey integer(String path, String defaultText, String unit, long min, long max, String meaning) {
        return new ConfigKey(path, Kind.INTEGER, unit, defaultText, min, max, List.of(), meaning);
    }

    static ConfigKey duration(String path, String defaultText, long minMillis, long maxMillis, String meaning) {
        return new ConfigKey(
                path,
                Kind.DURATION,
                "duration (500ms, 30s, 2m)",
                defaultText,
                minMillis,
                maxMillis,
                List.of(),
                meaning);
    }

    /** Name of the environment variable that overrides this key (a section: the prefix of its keys' variables). */
    public String environmentVariable() {
        return "DRAGOMAN_"
                + path.toUpperCase(java.util.Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
