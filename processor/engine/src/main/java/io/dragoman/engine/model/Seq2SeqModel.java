package io.dragoman.engine.model;

import java.util.Optional;

/**
 * A network that reads a batch of sources once and then gives the next token's distribution step by step. Threading:
 * many batches may run at once, each {@link DecoderState} by one thread.
 */
public interface Seq2SeqModel extends AutoCloseable {
    /** Number of pieces. */
    int vocabularySize();

    /**
     * Reads a batch.
     *
     * @param sources ids, end of sentence included: (batch, its own length of 1 or more)
     * @return one row a source, before the first step; the caller closes it
     * @throws ModelException where the runtime fails
     */
    DecoderState encode(int[][] sources);

    /**
     * Feeds each row its newest token and advances {@code state} in place.
     *
     * @param tokens (rows)
     * @param topK most likely tokens returned a row; capped at the vocabulary's size
     * @throws ModelException where the runtime fails
     */
    StepResult step(DecoderState state, int[] tokens, int topK);

    /**
     * As {@link #step}, for a next token that is given: slower, for explanation and not for search. The log-probabilities are
     * those that {@link #step} gives, bit for bit.
     *
     * @param next (rows), ids of the vocabulary
     * @throws ModelException where the runtime fails
     */
    default ForcedStep force(DecoderState state, int[] tokens, int[] next) {
        StepResult all = step(state, tokens, vocabularySize());
        float[] logProbs = new float[next.length];
        for (int i = 0; i < all.ids().length; i++) {
            int row = i / all.topK();
            if (all.ids()[i] == next[row]) {
                logProbs[row] = all.logProbs()[i];
            }
        }
        return new ForcedStep(logProbs, new float[0][]);
    }

    /** The beam search that runs inside this network's graph; empty where search steps it from outside. */
    default Optional<BeamGraph> beamGraph() {
        return Optional.empty();
    }

    /** Frees native memory. Closing twice is safe. */
    @Override
    void close();
}
