package io.dragoman.engine.onnx;

import io.dragoman.engine.bundle.GraphSpec;
import io.dragoman.engine.bundle.TensorSpec;
import java.util.List;

/** The tensors of the layout {@code rnn-step}: a recurrent network with attention, stepped from outside. */
final class RnnStepLayout {
    static final String ENCODER = "encoder";
    static final String DECODER_STEP = "decoderStep";

    /** What the engine feeds and reads; a graph may have further outputs. */
    static final GraphSpec ENCODER_GRAPH = new GraphSpec(
            "encoder.onnx",
            List.of(
                    new TensorSpec("source_ids", "int64", 2), // (batch, source length)
                    new TensorSpec("source_lengths", "int32", 1)), // (batch)
            List.of(
                    new TensorSpec("keys", "float", 3), // (batch, hidden, source length)
                    new TensorSpec("values", "float", 3), // (batch, source length, embedding)
                    new TensorSpec("mask", "float", 3), // (batch, 1, source length): 0 or -1e9
                    new TensorSpec("initial_state", "float", 2))); // (batch, hidden)

    static final GraphSpec DECODER_STEP_GRAPH = new GraphSpec(
            "decoder_step.onnx",
            List.of(
                    new TensorSpec("token_ids", "int64", 1), // (batch)
                    new TensorSpec("state", "float", 2), // (batch, hidden)
                    new TensorSpec("keys", "float", 3),
                    new TensorSpec("values", "float", 3),
                    new TensorSpec("mask", "float", 3),
                    new TensorSpec("top_k", "int64", 1)), // (1)
            List.of(
                    new TensorSpec("next_state", "float", 2), // (batch, hidden)
                    new TensorSpec("top_log_probs", "float", 2), // (batch, k)
                    new TensorSpec("top_ids", "int64", 2))); // (batch, k)

    private RnnStepLayout() {}
}
