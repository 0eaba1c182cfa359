package io.dragoman.export.network;

import ai.djl.ndarray.NDArray;

/**
 * What the encoder leaves for the decoder.
 *
 * @param outputs (batch, source, 2He)
 * @param keys (batch, H, source): outputs projected by the attention and scaled, ready for a product with decoder states
 * @param initialState (1, batch, H)
 */
public record SourceStates(NDArray outputs, NDArray keys, NDArray initialState) {}
