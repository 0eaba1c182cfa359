package io.dragoman.export.network;

import ai.djl.ndarray.NDArray;

/**
 * What a network that copies says beside its vocabulary: P(token) = σ(gate)·generated(token) + σ(-gate)·Σ shares of the
 * source positions that hold the token.
 *
 * @param shares (batch, steps, source), each row of sum 1
 * @param gate (batch, steps, 1)
 */
public record Copying(NDArray shares, NDArray gate) {}
