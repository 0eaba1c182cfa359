package io.dragoman.export.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.dragoman.export.network.NetworkWeights;

/**
 * The two graphs of layout {@code rnn-step}: one run of the encoder for a batch of sources, one run of the decoder step
 * for each generated token.
 *
 * @param encoder {@code source_ids} (batch, source_length), {@code source_lengths} (batch) → {@code keys} (batch,
 *     hidden, source_length), {@code values} (batch, source_length, embedding), {@code mask} (batch, 1, source_length),
 *     {@code initial_state} (batch, hidden)
 * @param decoderStep {@code token_ids} (batch), {@code state} (batch, hidden), the encoder's keys, values and mask,
 *     {@code top_k} (1) → {@code next_state}, {@code log_probs} (batch, vocabulary), {@code top_log_probs} and {@code
 *     top_ids} (batch, k), {@code attention} (batch, source_length)
 */
public record RnnStepGraphs(ModelProto encoder, ModelProto decoderStep) {

    public static RnnStepGraphs of(NetworkWeights weights) {
        return new RnnStepGraphs(new EncoderGraph(weights).build(), new DecoderStepGraph(weights).build());
    }
}
