package io.dragoman.engine.text;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Segmentation by byte-pair encoding (Sennrich et al. 2016) as SentencePiece does it: start from characters, join the
 * neighbours whose joined piece has the best score, leftmost first on ties, until no two neighbours make a piece. User symbols take no
 * part; a piece that is marked unused serves as a step only and is taken apart again.
 */
final class BpeSegmenter implements Segmenter {
    private final Map<String, Merge> merges;
    private final UserSymbols userSymbols;

    /** What a joined text is worth. */
    record Merge(float score, boolean unused) {}

    BpeSegmenter(Map<String, Merge> merges, UserSymbols userSymbols) {
        this.merges = Map.copyOf(merges);
        this.userSymbols = userSymbols;
    }

    @Override
    public List<String> segment(String normalized) {
        return new Merging(normalized).run(() -> false);
    }

    /** Each join is left out with the given probability (BPE-dropout, Provilkov et al. 2020). */
    List<String> segment(String normalized, double dropout, RandomGenerator random) {
        return new Merging(normalized).run(() -> random.nextDouble() < dropout);
    }

    private record Candidate(int left, int right, String text, float score) implements Comparable<Candidate> {
        @Override
        public int compareTo(Candidate other) {
            int byScore = Float.compare(other.score, score);
            return byScore != 0 ? byScore : Integer.compare(left, other.left);
        }
    }

    private record Halves(String left, String right) {}

    /** One text's symbols as a linked list; a symbol that was joined to its left neighbour is empty. */
    private final class Merging {
        private final String[] text;
        private final boolean[] fixed;
        private final int[] next;
        private final int[] previous;
        private final int size;
        private final PriorityQueue<Candidate> agenda = new PriorityQueue<>();
        private @Nullable Map<String, Halves> unused;

        Merging(String normalized) {
            text = new String[normalized.length()];
            fixed = new boolean[normalized.length()];
            int n = 0;
            for (int i = 0; i < normalized.length(); n++) {
                int length = userSymbols.lengthAt(normalized, i);
                fixed[n] = length > 0;
                int end = i + (length > 0 ? length : Character.charCount(normalized.codePointAt(i)));
                text[n] = normalized.substring(i, end);
                i = end;
            }
            size = n;
            next = new int[n];
            previous = new int[n];
        }

        /** @param leftOut asked at every join */
        List<String> run(BooleanSupplier leftOut) {
            for (int i = 0; i < size; i++) {
                previous[i] = i - 1;
                next[i] = i + 1 < size ? i + 1 : -1;
                offer(i - 1, i);
            }
            for (Candidate top = agenda.poll(); top != null; top = agenda.poll()) {
                if (!isStale(top) && !leftOut.getAsBoolean()) {
                    join(top);
                }
            }
            List<String> pieces = new ArrayList<>();
            for (int i = size == 0 ? -1 : 0; i >= 0; i = next[i]) {
                collect(text[i], pieces);
            }
            return pieces;
        }

        private boolean isStale(Candidate candidate) {
            String left = text[candidate.left];
            String right = text[candidate.right];
            return left.isEmpty() || right.isEmpty() || left.length() + right.length() != candidate.text.length();
        }

        private void join(Candidate top) {
            text[top.left] = top.text;
            text[top.right] = "";
            next[top.left] = next[top.right];
            if (next[top.right] >= 0) {
                previous[next[top.right]] = top.left;
            }
            offer(previous[top.left], top.left);
            offer(top.left, next[top.left]);
        }

        private void offer(int left, int right) {
            if (left < 0 || right < 0 || fixed[left] || fixed[right]) {
                return;
            }
            String joined = text[left] + text[right];
            Merge merge = merges.get(joined);
            if (merge == null) {
                return;
            }
            agenda.add(new Candidate(left, right, joined, merge.score));
            if (merge.unused) {
                unused = unused == null ? new HashMap<>() : unused;
                unused.put(joined, new Halves(text[left], text[right]));
            }
        }

        private void collect(String piece, List<String> pieces) {
            Halves halves = unused == null ? null : unused.get(piece);
            if (halves == null) {
                pieces.add(piece);
            } else {
                collect(halves.left, pieces);
                collect(halves.right, pieces);
            }
        }
    }
}
