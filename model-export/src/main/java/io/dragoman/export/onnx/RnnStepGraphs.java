package io.dragoman.export.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.dragoman.export.network.NetworkWeights;
import java.io.IOException;
import java.util.List;

/**
 * The two graphs of layout {@code rnn-step}: one run of the encoder for a batch of sources, one run of the decoder step
 * for each generated token.
 *
 * @param encoder {@code source_ids} (batch, source_length), {@code source_lengths} (batch) → {@code initial_state}, or
 *     {@code initial_state.0}, …; with attention also {@code keys} (batch, hidden, source_length) or (batch,
 *     source_length, hidden), {@code values} (batch, source_length, width), {@code mask} (batch, 1, source_length); with
 *     copying also {@code copy_keys} (batch, hidden, source_length), {@code copy_ids} (batch, source_length)
 * @param decoderStep {@code token_ids} (batch), {@code state} (batch, width) or {@code state.0}, … (the last one (batch,
 *     source_length) where attention reads its coverage), all that the encoder leaves, {@code top_k} (1) → {@code
 *     next_state} or {@code next_state.0}, …, {@code log_probs} (batch, vocabulary), {@code top_log_probs} and {@code
 *     top_ids} (batch, k); with attention also {@code attention} (batch, source_length)
 */
public record RnnStepGraphs(ModelProto encoder, ModelProto decoderStep) {

    public static RnnStepGraphs of(NetworkWeights weights) {
        return new RnnStepGraphs(new EncoderGraph(weights).build(), new DecoderStepGraph(weights).build());
    }

    /** The graphs of a bundle's files. */
    public static RnnStepGraphs parse(byte[] encoder, byte[] decoderStep) throws IOException {
        return new RnnStepGraphs(ModelProto.parseFrom(encoder), ModelProto.parseFrom(decoderStep));
    }

    /** The value of the step that is compared with the network's: log-probabilities where there is no one layer of logits. */
    String scores() {
        boolean copying = decoderStep.getGraph().getInputList().stream()
                .anyMatch(input -> input.getName().equals("copy_ids"));
        return copying ? "log_probs" : "logits";
    }

    /** Names of the step's state inputs. */
    List<String> states() {
        return decoderStep.getGraph().getInputList().stream()
                .map(ValueInfoProto::getName)
                .filter(name -> name.equals("state") || name.startsWith("state."))
                .toList();
    }
}
