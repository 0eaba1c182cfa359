package io.dragoman.export.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the network is built of. Layers above the first add their input to their output (residuals).
 *
 * @param encoderLayers 1 to {@value #MAX_LAYERS}
 * @param decoderLayers 1 to {@value #MAX_LAYERS}
 * @param inputFeeding whether a step also reads the combined vector of the step before it (Luong et al. 2015)
 * @param copying whether a step may copy a token of the source instead of generating one (See et al. 2017); false where
 *     a file of an older version says nothing
 * @param coverageAttention whether attention reads how much each source position had of it in the steps before (See et
 *     al. 2017, equations 10 and 11), the pointer's where there is one; false where a file of an older version says nothing
 */
public record NetworkOptions(
        CellKind cell,
        int encoderLayers,
        int decoderLayers,
        EncoderDirection direction,
        AttentionKind attention,
        boolean inputFeeding,
        InitialState initialState,
        Tying tying,
        boolean copying,
        boolean coverageAttention) {
    public static final int MAX_LAYERS = 4;

    /** A bidirectional GRU layer, a GRU layer, general attention, a bridge, one table: the cheapest to decode. */
    public static final NetworkOptions DEFAULT = new NetworkOptions(
            CellKind.GRU,
            1,
            1,
            EncoderDirection.BIDIRECTIONAL,
            AttentionKind.LUONG_GENERAL,
            false,
            InitialState.BRIDGE,
            Tying.THREE_WAY,
            false);

    /** Without coverage in the attention. */
    public NetworkOptions(
            CellKind cell,
            int encoderLayers,
            int decoderLayers,
            EncoderDirection direction,
            AttentionKind attention,
            boolean inputFeeding,
            InitialState initialState,
            Tying tying,
            boolean copying) {
        this(
                cell,
                encoderLayers,
                decoderLayers,
                direction,
                attention,
                inputFeeding,
                initialState,
                tying,
                copying,
                false);
    }

    public boolean attends() {
        return attention != AttentionKind.NONE;
    }

    /** Whether the context enters the cell, so that attention comes before it. */
    public boolean contextFed() {
        return attention == AttentionKind.BAHDANAU;
    }

    /** Whether coverage enters an additive attention's sums, H values a source position; else it enters scores. */
    public boolean coverageInSums() {
        return coverageAttention && attention.additive() && !copying;
    }

    /**
     * Whether a cell needs what attention gave before: then training goes step by step too. Coverage alone does not make
     * it so: only the shares follow one another then.
     */
    public boolean stepwise() {
        return inputFeeding || contextFed();
    }

    /** Everything that does not fit together, in the words of the command line; empty when the network can be built. */
    List<String> problems(int encoderHidden, int decoderHidden) {
        List<String> problems = new ArrayList<>();
        layers("--encoder-layers", encoderLayers).ifPresent(problems::add);
        layers("--decoder-layers", decoderLayers).ifPresent(problems::add);
        int width = direction.cells() * encoderHidden;
        if (!attends() && inputFeeding) {
            problems.add("--attention none feeds nothing: found --input-feeding, expected it left out");
        }
        if (!attends() && copying) {
            problems.add("--attention none has nothing to copy with: found --copying, expected another attention or"
                    + " --copying left out");
        }
        if (!attends() && coverageAttention) {
            problems.add("--attention none covers nothing: found --coverage-attention, expected another attention or"
                    + " --coverage-attention left out");
        }
        if (!attends() && initialState == InitialState.ZEROS) {
            problems.add("--attention none sees the source through the initial state: found --initial-state zeros,"
                    + " expected last or bridge");
        }
        if (contextFed() && inputFeeding) {
            problems.add("--attention bahdanau feeds its context already: found --input-feeding, expected it left out");
        }
        if (attention == AttentionKind.LUONG_DOT && width != decoderHidden) {
            problems.add("--attention luong-dot needs encoder outputs as wide as decoder states: found " + width
                    + " and " + decoderHidden + " (--encoder-hidden times directions, --decoder-hidden)");
        }
        if (initialState == InitialState.LAST && width != decoderHidden) {
            problems.add("--initial-state last needs encoder states as wide as decoder states: found " + width + " and "
                    + decoderHidden + " (--encoder-hidden times directions, --decoder-hidden)");
        }
        if (initialState == InitialState.LAST && encoderLayers != decoderLayers) {
            problems.add("--initial-state last needs as many encoder as decoder layers: found " + encoderLayers
                    + " and " + decoderLayers);
        }
        return problems;
    }

    private static Optional<String> layers(String option, int found) {
        return found >= 1 && found <= MAX_LAYERS
                ? Optional.empty()
                : Optional.of(option + ": found " + found + ", expected 1 to " + MAX_LAYERS);
    }
}
