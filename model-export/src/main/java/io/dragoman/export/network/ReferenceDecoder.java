package io.dragoman.export.network;

import java.util.List;

/** A decoder whose figures can be compared: the trained network, or the graphs made of it. */
public interface ReferenceDecoder {
    /** Most likely ids step by step, without eos, for sources that end with eos; order kept. */
    List<int[]> greedy(List<int[]> sources, int maxSteps);

    /**
     * Logits (target.length + 1, vocabulary) when fed bos and then the target; of a network that copies, which has no
     * logits, its log-probabilities.
     */
    float[][] forcedLogits(int[] source, int[] target);
}
