package io.dragoman.export.training;

import io.dragoman.export.network.NetworkWeights;

/**
 * A trained model that a run begins with instead of random weights.
 *
 * @param digest of the bundle it comes from
 * @param tokenizer its SentencePiece file: the rows of its vocabulary tables mean these pieces
 */
public record Origin(String digest, byte[] tokenizer, NetworkWeights weights) {}
