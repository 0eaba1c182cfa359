package io.dragoman.export.evaluation;

import java.util.List;
import java.util.regex.Pattern;

/** Summaries that need no model: what a summariser must beat. */
public enum PlainSummary {
    /** The first words (LEAD). */
    LEAD("LEAD-8 (the first 8 words)") {
        @Override
        public String of(String text) {
            return head(text);
        }
    },
    /** The first clause without its opening, "X is a …" or "This package provides …". */
    CLAUSE("the rule (the first clause without 'X is a' or 'This package provides', 8 words at most)") {
        @Override
        public String of(String text) {
            String rest = OPENING.matcher(text.strip()).replaceFirst("");
            String clause = CLAUSE_END.split(rest, 2)[0];
            return head(clause.isBlank() ? text : clause);
        }
    };

    private static final int WORDS = 8;
    private static final Pattern OPENING = Pattern.compile(
            "^(?:(?:\\S+\\s+){1,4}?(?:is|are)|(?:This|The)\\s+(?:\\S+\\s+){1,3}?(?:provides|contains|implements|allows|offers))"
                    + "\\s+(?:(?:an?|the)\\s+)?",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern CLAUSE_END =
            Pattern.compile("[.;:,](?:\\s|$)|\\s\\(|\\s(?:which|that|who|where)\\s|\\s-{1,2}\\s");

    private final String meaning;

    PlainSummary(String meaning) {
        this.meaning = meaning;
    }

    public String meaning() {
        return meaning;
    }

    public abstract String of(String text);

    private static String head(String text) {
        List<String> words = Words.of(text);
        return String.join(" ", words.subList(0, Math.min(WORDS, words.size())));
    }
}
