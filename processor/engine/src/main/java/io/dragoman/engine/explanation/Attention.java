package io.dragoman.engine.explanation;

import java.util.List;

/** Where a model looked while it wrote a target. */
public sealed interface Attention {
    /**
     * The decoder's weights. Each row sums to 1.
     *
     * @param pieces (target pieces, source pieces)
     * @param words (target words, source words): the sum over the pieces of a source word, of it the mean over the pieces of
     *     a target word
     */
    record Weights(float[][] pieces, float[][] words) implements Attention {}

    /** The bundle's graphs tell no attention. */
    record Absent() implements Attention {}

    /** @param pieces (target pieces, source pieces), no row where there is no attention */
    static Attention of(float[][] pieces, List<Word> source, List<Word> target) {
        if (pieces.length == 0) {
            return new Absent();
        }
        float[][] words = new float[target.size()][source.size()];
        for (int t = 0; t < words.length; t++) {
            for (int s = 0; s < words[t].length; s++) {
                words[t][s] = weight(pieces, source.get(s), target.get(t));
            }
        }
        return new Weights(pieces, words);
    }

    private static float weight(float[][] pieces, Word source, Word target) {
        double sum = 0;
        for (int t = target.from(); t < target.to(); t++) {
            for (int s = source.from(); s < source.to(); s++) {
                sum += pieces[t][s];
            }
        }
        return (float) (sum / (target.to() - target.from()));
    }
}
