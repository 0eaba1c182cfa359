package io.dragoman.export.network;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the encoder leaves for the decoder.
 *
 * @param outputs (batch, source, directions·He)
 * @param keys what attention needs of the outputs, once; null without attention
 * @param copyKeys what the pointer needs of the outputs, once; null without copying
 * @param initial the decoder's first state, in the order of {@link Decoded#state}
 */
public record SourceStates(
        NDArray outputs, @Nullable NDArray keys, @Nullable NDArray copyKeys, List<NDArray> initial) {
    public SourceStates {
        initial = List.copyOf(initial);
    }
}
