package io.dragoman.engine.onnx;

import io.dragoman.engine.bundle.GraphSpec;
import io.dragoman.engine.bundle.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The tensors of the layout {@code rnn-step}: a recurrent network stepped from outside. A step reads
 *
 * <ul>
 *   <li>{@code token_ids} (batch) and {@code top_k} (1);
 *   <li>states, {@code state} or {@code state.0}, {@code state.1}, …: the encoder gives the first as {@code initial_…},
 *       the step the next as {@code next_…}, of one type and rank, the batch first; a state may be as wide as the
 *       batch's sources are long, padding included (coverage);
 *   <li>memories, every other input: an output of the encoder under the same name, the batch first, such as {@code
 *       keys}, {@code values} and {@code mask}.
 * </ul>
 *
 * @param states as the step's inputs
 * @param memories as the step's inputs
 */
record RnnStepLayout(List<TensorSpec> states, List<TensorSpec> memories) {
    static final String ENCODER = "encoder";
    static final String DECODER_STEP = "decoderStep";

    private static final TensorSpec TOKEN_IDS = new TensorSpec("token_ids", "int64", 1); // (batch)
    private static final TensorSpec TOP_K = new TensorSpec("top_k", "int64", 1); // (1)
    private static final TensorSpec ONE_STATE = new TensorSpec("state", "float", 2); // (batch, hidden)

    /** Memories of attention, whatever its kind: each of three dimensions, batch first. */
    private static final List<TensorSpec> ATTENTION = List.of(
            new TensorSpec("keys", "float", 3),
            new TensorSpec("values", "float", 3),
            new TensorSpec("mask", "float", 3)); // (batch, 1, source length): 0 or -1e9

    /** What {@code bundle.json} describes; {@link #encoderGraph} and {@link #decoderStepGraph} say what must hold of it. */
    static RnnStepLayout of(GraphSpec encoder, GraphSpec step) {
        List<TensorSpec> states = step.inputs().stream()
                .filter(input -> input.name().matches("state(\\.\\d+)?"))
                .toList();
        List<TensorSpec> memories = new ArrayList<>();
        for (TensorSpec input : step.inputs()) {
            if (!states.contains(input)) {
                named(ATTENTION, input.name())
                        .or(() -> named(encoder.outputs(), input.name()))
                        .ifPresent(memories::add);
            }
        }
        return new RnnStepLayout(states.isEmpty() ? List.of(ONE_STATE) : states, List.copyOf(memories));
    }

    /** What the engine feeds and reads; a graph may have further outputs. */
    GraphSpec encoderGraph() {
        List<TensorSpec> outputs = new ArrayList<>(memories);
        states.forEach(state -> outputs.add(renamed("initial_", state)));
        return new GraphSpec(
                "encoder.onnx",
                List.of(
                        new TensorSpec("source_ids", "int64", 2), // (batch, source length)
                        new TensorSpec("source_lengths", "int32", 1)), // (batch)
                outputs);
    }

    GraphSpec decoderStepGraph() {
        List<TensorSpec> inputs = new ArrayList<>(List.of(TOKEN_IDS, TOP_K));
        inputs.addAll(states);
        inputs.addAll(memories);
        List<TensorSpec> outputs = new ArrayList<>(List.of(
                new TensorSpec("top_log_probs", "float", 2), // (batch, k)
                new TensorSpec("top_ids", "int64", 2))); // (batch, k)
        states.forEach(state -> outputs.add(renamed("next_", state)));
        return new GraphSpec("decoder_step.onnx", inputs, outputs);
    }

    private static TensorSpec renamed(String prefix, TensorSpec state) {
        return new TensorSpec(prefix + state.name(), state.type(), state.rank());
    }

    private static Optional<TensorSpec> named(List<TensorSpec> tensors, String name) {
        return tensors.stream().filter(t -> t.name().equals(name)).findFirst();
    }
}
