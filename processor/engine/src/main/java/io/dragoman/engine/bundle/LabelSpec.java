package io.dragoman.engine.bundle;

import java.util.List;
import java.util.Objects;

/**
 * What a classifier may answer. Label i is the piece of id {@code first + i}, whatever characters it has.
 *
 * @param first id of the first label's piece
 * @param texts distinct, the most frequent in training first
 */
public record LabelSpec(int first, List<String> texts) {
    public LabelSpec {
        texts = List.copyOf(Objects.requireNonNull(texts, "found no \"texts\""));
    }
}
