package io.dragoman.engine.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Segmentation by byte-pair encoding (Sennrich et al. 2016) as SentencePiece does it: start from characters, join the
 * neighbours whose joined piece has the best score, leftmost first on ties, until no two neighbours make a piece.
 */
final class BpeMerger {
    private final Map<String, Integer> mergeable;
    private final float[] scores;

    BpeMerger(Map<String, Integer> mergeable, float[] scores) {
        this.mergeable = mergeable;
        this.scores = scores;
    }

    private record Candidate(int left, int right, String text, float score) implements Comparable<Candidate> {
        @Override
        public int compareTo(Candidate other) {
            int byScore = Float.compare(other.score, score);
            return byScore != 0 ? byScore : Integer.compare(left, other.left);
        }
    }

    /** Joins symbols; a symbol marked fixed takes no part. */
    List<String> merge(List<String> symbols, boolean[] fixed) {
        int n = symbols.size();
        String[] text = symbols.toArray(String[]::new);
        int[] next = new int[n];
        int[] previous = new int[n];
        PriorityQueue<Candidate> agenda = new PriorityQueue<>();
        for (int i = 0; i < n; i++) {
            previous[i] = i - 1;
            next[i] = i + 1 < n ? i + 1 : -1;
            offer(agenda, text, fixed, i - 1, i);
        }
        for (Candidate top = agenda.poll(); top != null; top = agenda.poll()) {
            boolean stale = text[top.left].isEmpty()
                    || text[top.right].isEmpty()
                    || text[top.left].length() + text[top.right].length() != top.text.length();
            if (stale) {
                continue;
            }
            text[top.left] = top.text;
            text[top.right] = "";
            next[top.left] = next[top.right];
            if (next[top.right] >= 0) {
                previous[next[top.right]] = top.left;
            }
            offer(agenda, text, fixed, previous[top.left], top.left);
            offer(agenda, text, fixed, top.left, next[top.left]);
        }
        List<String> merged = new ArrayList<>();
        for (int i = n == 0 ? -1 : 0; i >= 0; i = next[i]) {
            merged.add(text[i]);
        }
        return merged;
    }

    private void offer(PriorityQueue<Candidate> agenda, String[] text, boolean[] fixed, int left, int right) {
        if (left < 0 || right < 0 || fixed[left] || fixed[right]) {
            return;
        }
        String joined = text[left] + text[right];
        Integer id = mergeable.get(joined);
        if (id != null) {
            agenda.add(new Candidate(left, right, joined, scores[id]));
        }
    }
}
