package io.dragoman.export.score;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Levenshtein distance of a hypothesis to one reference, computed in a band of 25 cells about the diagonal. Rows of the matrix are kept
 * between calls and reused as far as the next hypothesis begins like the last one, which in a search for shifts it mostly does.
 *
 * <p>All hypotheses given to one instance must have the same length, since the band depends on it.
 */
final class BeamEditDistance {
    /** One step of turning the hypothesis into the reference. */
    enum Edit {
        KEEP,
        SUBSTITUTE,
        /** A hypothesis word too many. */
        DELETE,
        /** A reference word that is missing. */
        INSERT
    }

    private static final int BEAM_WIDTH = 25;
    private static final int UNREACHED = 1_000_000_000;

    private final String[] reference;
    private final int length;
    private final String[] last;
    private final int[][] costs; // (hypothesis words + 1, reference words + 1)
    private final Edit[][] edits; // likewise: the step that leads to the cell
    private int knownRows;

    BeamEditDistance(List<String> reference, int hypothesisLength) {
        this.reference = reference.toArray(String[]::new);
        length = hypothesisLength;
        last = new String[length];
        costs = new int[length + 1][this.reference.length + 1];
        edits = new Edit[length + 1][this.reference.length + 1];
        for (int j = 0; j <= this.reference.length; j++) {
            costs[0][j] = j;
            edits[0][j] = Edit.INSERT;
        }
    }

    /** The least number of edits within the band. */
    int distance(List<String> hypothesis) {
        if (hypothesis.size() != length) {
            throw new IllegalArgumentException(
                    "expected a hypothesis of " + length + " words, found " + hypothesis.size());
        }
        int row = 0;
        while (row < knownRows && hypothesis.get(row).equals(last[row])) {
            row++;
        }
        for (; row < length; row++) {
            last[row] = hypothesis.get(row);
            fillRow(row + 1);
        }
        knownRows = length;
        return costs[length][reference.length];
    }

    private void fillRow(int i) {
        double ratio = (double) reference.length / length;
        int beam = BEAM_WIDTH < ratio / 2 ? (int) Math.ceil(ratio / 2 + BEAM_WIDTH) : BEAM_WIDTH;
        int diagonal = (int) Math.floor(i * ratio);
        int end = i == length ? reference.length + 1 : Math.min(reference.length + 1, diagonal + beam);
        Arrays.fill(costs[i], UNREACHED);
        for (int j = Math.max(0, diagonal - beam); j < end; j++) {
            if (j == 0) {
                set(i, j, costs[i - 1][j] + 1, Edit.DELETE);
            } else {
                fillCell(i, j);
            }
        }
    }

    /** The cheapest way into a cell; of equals, a match or substitution before a deletion before an insertion. */
    private void fillCell(int i, int j) {
        boolean same = last[i - 1].equals(reference[j - 1]);
        set(i, j, costs[i - 1][j - 1] + (same ? 0 : 1), same ? Edit.KEEP : Edit.SUBSTITUTE);
        if (costs[i - 1][j] + 1 < costs[i][j]) {
            set(i, j, costs[i - 1][j] + 1, Edit.DELETE);
        }
        if (costs[i][j - 1] + 1 < costs[i][j]) {
            set(i, j, costs[i][j - 1] + 1, Edit.INSERT);
        }
    }

    private void set(int i, int j, int cost, Edit edit) {
        costs[i][j] = cost;
        edits[i][j] = edit;
    }

    /** The edits, first to last, of the hypothesis whose distance was asked for last. */
    List<Edit> trace() {
        List<Edit> trace = new ArrayList<>();
        int i = length;
        int j = reference.length;
        while (i > 0 || j > 0) {
            Edit edit = edits[i][j];
            trace.add(edit);
            if (edit != Edit.INSERT) {
                i--;
            }
            if (edit != Edit.DELETE) {
                j--;
            }
        }
        Collections.reverse(trace);
        return trace;
    }
}
