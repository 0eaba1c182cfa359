package io.dragoman.stream.app;

import io.dragoman.engine.Explanation;
import io.dragoman.engine.explanation.Attention;
import io.dragoman.engine.explanation.ExplainedHypothesis;
import io.dragoman.engine.explanation.Word;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An explanation for a terminal: a heat map, a row a target word, a column a source word. Words stand at the ends of lines
 * alone, so that neither wide characters nor right-to-left text moves a column.
 */
final class ExplanationText {
    private static final String SHADES = " ░▒▓█";
    private static final int MOST_SEEN = 2;
    private static final double WORTH_NAMING = 0.1;

    private final StringBuilder text = new StringBuilder();
    private final List<Word> source;

    private ExplanationText(List<Word> source) {
        this.source = source;
    }

    static String of(Explanation explanation) {
        ExplanationText lines = new ExplanationText(explanation.source().words());
        lines.source(explanation);
        explanation.hypotheses().forEach(lines::hypothesis);
        return lines.text.toString();
    }

    private void source(Explanation explanation) {
        line("source  " + explanation.source().text().replaceAll("\\R", " "));
        line("words   "
                + IntStream.range(0, source.size())
                        .mapToObj(i -> (i + 1) + " " + source.get(i).text())
                        .collect(Collectors.joining("  ")));
        if (!explanation.flags().isEmpty()) {
            line("flags   " + explanation.flags());
        }
    }

    private void hypothesis(ExplainedHypothesis hypothesis) {
        line("");
        line(String.format(
                Locale.ROOT,
                "%.4f  %s",
                hypothesis.score(),
                hypothesis.target().text().replaceAll("\\R", " ")));
        switch (hypothesis.attention()) {
            case Attention.Weights weights -> heatMap(hypothesis, weights.words());
            case Attention.Absent absent -> {
                line("the model tells no attention");
                hypothesis.target().words().forEach(word -> line(logProb(hypothesis, word) + "  " + word.text()));
            }
        }
    }

    private void heatMap(ExplainedHypothesis hypothesis, float[][] weights) {
        line(IntStream.rangeClosed(1, source.size())
                .mapToObj(i -> String.format("%3d", i))
                .collect(Collectors.joining("", "", "   log p")));
        List<Word> target = hypothesis.target().words();
        for (int t = 0; t < target.size(); t++) {
            float[] row = weights[t];
            String cells = IntStream.range(0, row.length)
                    .mapToObj(s -> " " + shade(row[s]).repeat(2))
                    .collect(Collectors.joining());
            line(cells + "  " + logProb(hypothesis, target.get(t)) + "  "
                    + target.get(t).text() + " ← " + mostSeen(row));
        }
    }

    private static String shade(float weight) {
        int level = (int) Math.ceil(weight * (SHADES.length() - 1) - 0.2); // 0.05 and more is seen
        return String.valueOf(SHADES.charAt(Math.clamp(level, 0, SHADES.length() - 1)));
    }

    /** The source words that got the most weight, and how much. */
    private String mostSeen(float[] row) {
        return IntStream.range(0, row.length)
                .boxed()
                .sorted((a, b) -> Float.compare(row[b], row[a]))
                .limit(MOST_SEEN)
                .filter(s -> row[s] >= WORTH_NAMING)
                .map(s -> String.format(Locale.ROOT, "%s %.2f", source.get(s).text(), row[s]))
                .collect(Collectors.joining(", "));
    }

    private static String logProb(ExplainedHypothesis hypothesis, Word word) {
        double sum = IntStream.range(word.from(), word.to())
                .mapToDouble(piece -> hypothesis.logProbs()[piece])
                .sum();
        return String.format(Locale.ROOT, "%6.2f", sum);
    }

    private void line(String line) {
        text.append(line.stripTrailing()).append('\n');
    }
}
