package io.dragoman.export.training;

import java.util.List;

/**
 * What each epoch is judged by.
 *
 * @param pairs every dev pair, encoded: the loss
 * @param sources each distinct source once, encoded with eos: the greedy outputs
 * @param references references of each distinct source, text
 */
public record DevSet(List<EncodedPair> pairs, List<int[]> sources, List<List<String>> references) {
    public DevSet {
        if (sources.size() != references.size()) {
            throw new IllegalArgumentException(
                    "expected references for each source: " + sources.size() + " sources, " + references.size());
        }
    }
}
