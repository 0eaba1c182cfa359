package io.dragoman.export.corpus;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Held-out sources that are training sources too: a score on them tells what was learned by heart.
 *
 * @param found the distinct ones, in order
 * @param of distinct held-out sources
 */
public record SharedSources(List<String> found, int of) {
    /** More than this share is an error: the odd greeting occurs everywhere. */
    public static final double MOST = 0.01;

    private static final int NAMED = 3;

    public SharedSources {
        found = List.copyOf(found);
    }

    public static SharedSources of(Collection<String> training, Collection<String> heldOut) {
        Set<String> known = new HashSet<>(training);
        List<String> distinct = heldOut.stream().distinct().toList();
        return new SharedSources(distinct.stream().filter(known::contains).toList(), distinct.size());
    }

    public boolean tooMany() {
        return found.size() > MOST * of;
    }

    /** How many there are and the first of them. */
    public String describe() {
        String named = found.stream()
                .limit(NAMED)
                .map(text -> "'" + text + "'")
                .collect(Collectors.joining(", ", " (", found.size() > NAMED ? ", …)" : ")"));
        return String.format(Locale.ROOT, "%,d of %,d sources are training sources too", found.size(), of)
                + (found.isEmpty() ? "" : named);
    }
}
