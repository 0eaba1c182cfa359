package io.dragoman.export.report;

import io.dragoman.engine.Explanation;
import io.dragoman.engine.explanation.Attention;
import io.dragoman.engine.explanation.ExplainedHypothesis;
import io.dragoman.engine.explanation.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Attention by words, laid out as a picture: source words are columns, target words rows. Lengths are in CSS pixels.
 *
 * @param rows one a target word
 * @param labelWidth room for target words, left of the cells
 * @param labelHeight room for source words, above the cells and slanted
 */
public record HeatMap(List<String> source, List<Row> rows, int labelWidth, int labelHeight) {
    /** Side of a cell. */
    public static final int CELL = 24;

    private static final int LETTER = 10;
    private static final int IDEOGRAPH = 15;
    private static final double SLANT = 0.8; // of a label's length is its height: sine of about 53 degrees
    private static final double VISIBLE = 0.005;

    /** One target word. */
    public record Row(String word, List<Cell> cells) {}

    /**
     * A weight that can be seen.
     *
     * @param column of the source word
     * @param weight 0 to 1
     */
    public record Cell(int column, float weight) {}

    public HeatMap {
        source = List.copyOf(source);
        rows = List.copyOf(rows);
    }

    /** Of the best hypothesis; empty where the model tells no attention. */
    public static Optional<HeatMap> of(Explanation explanation) {
        ExplainedHypothesis best = explanation.hypotheses().get(0);
        return switch (best.attention()) {
            case Attention.Absent absent -> Optional.empty();
            case Attention.Weights weights ->
                Optional.of(of(explanation.source().words(), best.target().words(), weights.words()));
        };
    }

    private static HeatMap of(List<Word> source, List<Word> target, float[][] weights) {
        List<Row> rows = new ArrayList<>();
        for (int t = 0; t < weights.length; t++) {
            List<Cell> cells = new ArrayList<>();
            for (int s = 0; s < weights[t].length; s++) {
                if (weights[t][s] >= VISIBLE) {
                    cells.add(new Cell(s, weights[t][s]));
                }
            }
            rows.add(new Row(target.get(t).text(), List.copyOf(cells)));
        }
        return new HeatMap(
                source.stream().map(Word::text).toList(), rows, widest(target), (int) (widest(source) * SLANT));
    }

    /** Room for the longest word, by a rough width of its characters. */
    private static int widest(List<Word> words) {
        return IDEOGRAPH
                + words.stream()
                        .mapToInt(word -> word.text()
                                .codePoints()
                                .map(c -> Character.isIdeographic(c) || c > 0x2e80 ? IDEOGRAPH : LETTER)
                                .sum())
                        .max()
                        .orElse(0);
    }

    public int width() {
        return labelWidth + CELL * source.size() + labelHeight;
    }

    public int height() {
        return labelHeight + CELL * rows.size();
    }
}
