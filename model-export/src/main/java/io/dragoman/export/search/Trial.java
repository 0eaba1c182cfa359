package io.dragoman.export.search;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One choice of options.
 *
 * @param number from 0
 * @param options by their names on the command line
 */
public record Trial(int number, Map<String, String> options) {
    public Trial {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }

    /** Its run folder inside the search's. */
    public String folder() {
        return String.format(Locale.ROOT, "trial-%03d", number);
    }
}
