package io.dragoman.export.evaluation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sources and what each should become.
 *
 * @param sources distinct, in order of their first row
 * @param references one list a source, not empty
 */
public record TestSet(List<String> sources, List<List<String>> references) {
    public TestSet {
        sources = List.copyOf(sources);
        references = references.stream().map(List::copyOf).toList();
        if (sources.isEmpty() || sources.size() != references.size()) {
            throw new IllegalArgumentException(
                    "expected as many lists of references as sources and at least one, found " + references.size()
                            + " and " + sources.size());
        }
    }

    /**
     * From rows with a source and a reference; rows of one source are several references.
     *
     * @param sourceColumn counted from 0, like {@code targetColumn}
     * @param origin named in errors
     * @param limit only the first sources, or null for all
     * @throws IllegalArgumentException where a row lacks a column or there is no row
     */
    public static TestSet of(
            List<List<String>> rows, int sourceColumn, int targetColumn, String origin, @Nullable Integer limit) {
        Map<String, List<String>> references = new LinkedHashMap<>();
        int line = 0;
        for (List<String> row : rows) {
            line++;
            if (row.size() <= Math.max(sourceColumn, targetColumn)) {
                throw new IllegalArgumentException(origin + " line " + line + ": expected a source in column "
                        + sourceColumn + " and a reference in column " + targetColumn
                        + ", counted from 0 with tabs between, found " + row.size() + " columns");
            }
            String source = row.get(sourceColumn);
            if (limit == null || references.size() < limit || references.containsKey(source)) {
                references.computeIfAbsent(source, first -> new ArrayList<>()).add(row.get(targetColumn));
            }
        }
        if (references.isEmpty()) {
            throw new IllegalArgumentException(origin + ": expected at least one pair, found none");
        }
        return new TestSet(List.copyOf(references.keySet()), List.copyOf(references.values()));
    }

    public int size() {
        return sources.size();
    }
}
