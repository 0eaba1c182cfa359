package io.dragoman.export.evaluation;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Whether what must not change did not: of the items that a source shares with a reference, how many its output holds.
 *
 * @param expected items shared by source and reference
 * @param kept those also in the output
 * @param invented items of outputs that neither source nor any reference holds
 */
public record Survival(int expected, int kept, int invented) {
    private static final Pattern NUMBER = Pattern.compile("\\d+(?:[.,:\\u202f\\u00a0 ]\\d+)*");
    private static final Pattern NOT_DIGIT = Pattern.compile("\\D");

    /** Numbers by their digits, so that 1,000 and 1 000 are one. */
    static Survival ofNumbers(TestSet test, List<String> outputs) {
        return of(test, outputs, Survival::numbers);
    }

    /** Names: words with a capital that do not begin a sentence, as far as another language leaves them alone. */
    static Survival ofNames(TestSet test, List<String> outputs) {
        return of(test, outputs, Survival::names);
    }

    /** 0 to 1; 1 where nothing was expected. */
    public double share() {
        return expected == 0 ? 1 : (double) kept / expected;
    }

    private static Survival of(TestSet test, List<String> outputs, Function<String, Set<String>> items) {
        int expected = 0;
        int kept = 0;
        int invented = 0;
        for (int i = 0; i < test.size(); i++) {
            Set<String> source = items.apply(test.sources().get(i));
            Set<String> known = new HashSet<>(source);
            Set<String> shared = new HashSet<>();
            for (String reference : test.references().get(i)) {
                Set<String> found = items.apply(reference);
                known.addAll(found);
                found.retainAll(source);
                shared.addAll(found);
            }
            Set<String> output = items.apply(outputs.get(i));
            expected += shared.size();
            kept += (int) shared.stream().filter(output::contains).count();
            invented +=
                    (int) output.stream().filter(item -> !known.contains(item)).count();
        }
        return new Survival(expected, kept, invented);
    }

    private static Set<String> numbers(String text) {
        return NUMBER.matcher(text)
                .results()
                .map(found -> NOT_DIGIT.matcher(found.group()).replaceAll(""))
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static Set<String> names(String text) {
        Set<String> names = new HashSet<>();
        boolean begins = true;
        for (String word : Words.of(text)) {
            List<String> bare = Words.bare(word);
            if (!bare.isEmpty()
                    && !begins
                    && Character.isUpperCase(bare.get(0).codePointAt(0))
                    && bare.get(0).length() > 1) {
                names.add(bare.get(0));
            }
            begins = word.endsWith(".") || word.endsWith("!") || word.endsWith("?");
        }
        return names;
    }
}
