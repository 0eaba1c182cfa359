package io.dragoman.engine.text;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Segmentation by a unigram language model (Kudo 2018): the pieces whose log-probabilities have the greatest sum, found by Viterbi from
 * left to right, the first found on ties. A character without a piece costs 10 more than the rarest piece.
 */
final class UnigramSegmenter implements Segmenter {
    private static final float UNKNOWN_PENALTY = 10f;
    private static final double USER_SYMBOL_SCORE = -0.1;

    private final Map<Long, Integer> children = new HashMap<>();
    private final Map<Integer, Double> scores = new HashMap<>();
    private final float unknownScore;
    private int nodes = 1;

    /**
     * @param normal log-probability of each normal piece
     * @param userSymbols pieces that win against any others
     */
    UnigramSegmenter(Map<String, Float> normal, Iterable<String> userSymbols) {
        float least = Float.MAX_VALUE;
        float greatest = Float.MIN_NORMAL;
        for (Map.Entry<String, Float> piece : normal.entrySet()) {
            least = Math.min(least, piece.getValue());
            greatest = Math.max(greatest, piece.getValue());
            scores.put(node(piece.getKey()), (double) piece.getValue());
        }
        for (String symbol : userSymbols) {
            int bytes = symbol.getBytes(StandardCharsets.UTF_8).length;
            scores.put(node(symbol), bytes * greatest + USER_SYMBOL_SCORE);
        }
        unknownScore = least - UNKNOWN_PENALTY;
    }

    private int node(String piece) {
        int node = 0;
        for (int i = 0; i < piece.length(); i++) {
            long edge = edge(node, piece.charAt(i));
            Integer child = children.putIfAbsent(edge, nodes);
            node = child == null ? nodes++ : child;
        }
        return node;
    }

    private static long edge(int node, char label) {
        return (long) node << 16 | label;
    }

    @Override
    public List<String> segment(String normalized) {
        int size = normalized.length();
        float[] best = new float[size + 1];
        int[] from = new int[size + 1];
        Arrays.fill(from, -1);
        for (int start = 0; start < size; start += Character.charCount(normalized.codePointAt(start))) {
            extend(normalized, start, best, from);
        }
        List<String> pieces = new ArrayList<>();
        for (int end = size; end > 0; end = from[end]) {
            pieces.add(normalized.substring(from[end], end));
        }
        Collections.reverse(pieces);
        return pieces;
    }

    private void extend(String text, int start, float[] best, int[] from) {
        int character = Character.charCount(text.codePointAt(start));
        boolean covered = false;
        int node = 0;
        for (int end = start + 1; end <= text.length(); end++) {
            Integer child = children.get(edge(node, text.charAt(end - 1)));
            if (child == null) {
                break;
            }
            node = child;
            Double score = scores.get(node);
            if (score != null) {
                improve(start, end, score + best[start], best, from);
                covered |= end - start == character;
            }
        }
        if (!covered) {
            improve(start, start + character, unknownScore + best[start], best, from);
        }
    }

    private static void improve(int start, int end, double score, float[] best, int[] from) {
        if (from[end] == -1 || score > best[end]) {
            best[end] = (float) score;
            from[end] = start;
        }
    }
}
