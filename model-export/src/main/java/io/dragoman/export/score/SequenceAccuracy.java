package io.dragoman.export.score;

import java.util.List;

/**
 * Exact agreement of token sequences, position by position.
 *
 * @param tokens positions compared: of each pair of sequences, as many as the longer has, so that a missing and a surplus token both count
 *     as errors
 * @param correctTokens positions where both have the same token
 * @param sequences pairs compared
 * @param correctSequences pairs equal throughout
 */
public record SequenceAccuracy(long tokens, long correctTokens, long sequences, long correctSequences) {
    /**
     * Compares sequences pair by pair.
     *
     * @throws IllegalArgumentException where there are not as many of both
     */
    public static <T> SequenceAccuracy of(List<List<T>> hypotheses, List<List<T>> references) {
        if (hypotheses.size() != references.size()) {
            throw new IllegalArgumentException("found " + hypotheses.size() + " hypotheses, expected "
                    + references.size() + " as there are references");
        }
        long tokens = 0;
        long correctTokens = 0;
        long correctSequences = 0;
        for (int i = 0; i < references.size(); i++) {
            List<T> hypothesis = hypotheses.get(i);
            List<T> reference = references.get(i);
            tokens += Math.max(hypothesis.size(), reference.size());
            correctTokens += same(hypothesis, reference);
            correctSequences += hypothesis.equals(reference) ? 1 : 0;
        }
        return new SequenceAccuracy(tokens, correctTokens, references.size(), correctSequences);
    }

    private static <T> long same(List<T> hypothesis, List<T> reference) {
        long same = 0;
        for (int i = 0; i < Math.min(hypothesis.size(), reference.size()); i++) {
            same += hypothesis.get(i).equals(reference.get(i)) ? 1 : 0;
        }
        return same;
    }

    /** The share of positions that agree, 0 to 1; 1 where there is none. */
    public double tokenAccuracy() {
        return tokens == 0 ? 1 : (double) correctTokens / tokens;
    }

    /** The share of pairs that agree throughout, 0 to 1; 1 where there is none. */
    public double sequenceAccuracy() {
        return sequences == 0 ? 1 : (double) correctSequences / sequences;
    }
}
