package io.dragoman.export.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What decoder steps gave, before the output layer.
 *
 * @param combined (batch, steps, E)
 * @param attention (batch, steps, source); null without attention
 * @param copying null without copying
 * @param state after the last step: of each layer (1, batch, H) output and, for an LSTM, cell; with input feeding the
 *     combined vector (batch, 1, E); where attention reads it, the coverage (batch, 1, source)
 */
public record Decoded(
        NDArray combined,
        @Nullable NDArray attention,
        @Nullable Copying copying,
        List<NDArray> state) {
    public Decoded {
        state = List.copyOf(state);
    }

    /** The shares that coverage is the sum of: the pointer's where there is one; null without attention. */
    public @Nullable NDArray covered() {
        return copying == null ? attention : copying.shares();
    }

    /** With the coverage after these steps as the last state, from the one before them. */
    Decoded covering(NDArray coverage) {
        NDArray shares = Objects.requireNonNull(covered());
        List<NDArray> states = new ArrayList<>(state);
        states.add(coverage.add(shares.sum(new int[] {1}, true)));
        return new Decoded(combined, attention, copying, states);
    }

    /** One after the other along the steps. */
    static Decoded joined(List<Decoded> steps) {
        if (steps.size() == 1) {
            return steps.getFirst();
        }
        return new Decoded(
                joined(steps, Decoded::combined),
                steps.getFirst().attention == null ? null : joined(steps, Decoded::attention),
                steps.getFirst().copying == null
                        ? null
                        : new Copying(joined(steps, Decoded::copiedShares), joined(steps, Decoded::gate)),
                steps.getLast().state);
    }

    private @Nullable NDArray copiedShares() {
        return copying == null ? null : copying.shares();
    }

    private @Nullable NDArray gate() {
        return copying == null ? null : copying.gate();
    }

    private static NDArray joined(List<Decoded> steps, Function<Decoded, @Nullable NDArray> part) {
        NDList parts = new NDList();
        steps.forEach(step -> parts.add(part.apply(step)));
        return NDArrays.concat(parts, 1);
    }
}
