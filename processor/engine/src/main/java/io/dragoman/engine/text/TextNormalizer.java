package io.dragoman.engine.text;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Named steps applied to a text before it is segmented, in order. Their names are recorded in a bundle, so that text is
 * treated in serving as it was in training. Threading: immutable.
 */
public final class TextNormalizer {

    /** A step of normalisation. */
    public enum Step {
        /** Unicode canonical composition (UAX #15). */
        NFC {
            @Override
            String apply(String text) {
                return Normalizer.normalize(text, Normalizer.Form.NFC);
            }
        },
        /** Runs of white space, separators and control characters become one space; none at the ends. */
        SPACES {
            @Override
            String apply(String text) {
                return ANY_SPACE.matcher(text).replaceAll(" ").strip();
            }
        },
        /** Upper case becomes lower case, in no language's own way. */
        LOWERCASE {
            @Override
            String apply(String text) {
                return text.toLowerCase(Locale.ROOT);
            }
        },
        /** The typographic apostrophe (U+2019) and the modifier letter (U+02BC) become the plain one. */
        FRENCH_APOSTROPHES {
            @Override
            String apply(String text) {
                return text.replace('\u2019', '\'').replace('\u02bc', '\'');
            }
        },
        /** No-break spaces before ; : ! ? » and after « become plain ones. */
        FRENCH_SPACES {
            @Override
            String apply(String text) {
                return FRENCH_SPACE.matcher(text).replaceAll(" ");
            }
        };

        abstract String apply(String text);

        String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        static Step of(String label) {
            for (Step step : values()) {
                if (step.label().equals(label)) {
                    return step;
                }
            }
            throw new IllegalArgumentException("unknown normalisation step: found \"" + label + "\", expected one of "
                    + Arrays.stream(values()).map(Step::label).toList());
        }
    }

    private static final Pattern ANY_SPACE = Pattern.compile("[\\p{Z}\\p{Cc}]+");
    private static final Pattern FRENCH_SPACE =
            Pattern.compile("[\u00a0\u202f](?=[;:!?\u00bb])|(?<=\u00ab)[\u00a0\u202f]");

    private final List<Step> steps;

    private TextNormalizer(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    /** @throws IllegalArgumentException naming a step that does not exist */
    public static TextNormalizer of(List<String> names) {
        return new TextNormalizer(names.stream().map(Step::of).toList());
    }

    public String apply(String text) {
        String result = text;
        for (Step step : steps) {
            result = step.apply(result);
        }
        return result;
    }
}
