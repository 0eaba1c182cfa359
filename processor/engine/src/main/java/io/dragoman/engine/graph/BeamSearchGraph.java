package io.dragoman.engine.graph;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.dragoman.engine.bundle.TensorSpec;
import io.dragoman.engine.graph.GraphBuilder.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An encoder and the beam search over its decoder as one graph: the decoder's step is the body of an ONNX Loop, so states and
 * memories stay on the device that runs it. What it gives is the trace of the search: at each step every sentence's likeliest
 * continuations, ranked, twice as many as its beam is wide. Who reads the trace decides what is found; the graph decides what
 * to go on with, and when no sentence needs more.
 *
 * <p>Inputs beside the encoder's, for B sentences and beams of K:
 *
 * <ul>
 *   <li>{@code beam_size} (1); {@code ranked} (1): 2 K; {@code candidates} (1): C, so many continuations of a row are looked
 *       at, or more where n-grams are blocked; {@code sentence_shape} (2): B and -1
 *   <li>{@code row_sentences} (B · K): the sentence of each row; {@code first_rows} (B, 1): the first row of each sentence
 *   <li>{@code first_tokens} (B · K): bos; {@code first_scores} (B, K): 0 for the first row of a sentence, -∞ for the others
 *   <li>{@code eos} (1); {@code suppressed} (any number): ids that are never generated
 *   <li>{@code max_new_tokens} (B); {@code most_steps}: the most of these; {@code last_wanted} (B, 1): n-best - 1; {@code
 *       length_penalty} (B)
 * </ul>
 *
 * <p>Outputs, each (steps, B, 2 K): {@code ranked_tokens}; {@code ranked_rows}, the place in its sentence's beam that each
 * continues; {@code ranked_log_probs}, sums in double precision, -∞ where there is no continuation.
 *
 * <p>Source: the operators of ONNX, opset 13 and later.
 */
public final class BeamSearchGraph {
    private static final String MEMORY = "memory/";

    private final GraphBuilder graph = new GraphBuilder("beam_search");

    private final @Nullable BlockedNgrams blocked;

    private BeamSearchGraph(@Nullable BlockedNgrams blocked) {
        this.blocked = blocked;
    }

    /**
     * @param states of the step: the encoder gives {@code initial_} and the name, the step {@code next_} and the name
     * @param memories of the step: outputs of the encoder
     * @param blocked null where hypotheses may repeat themselves
     * @throws GraphException where the two cannot be made one
     */
    public static ModelProto of(
            ModelProto encoder,
            ModelProto step,
            List<TensorSpec> states,
            List<TensorSpec> memories,
            @Nullable BlockedNgrams blocked) {
        Operators operators = Operators.of(encoder, step);
        BeamSearchGraph search = new BeamSearchGraph(blocked);
        search.inputs();
        search.encoder(encoder, memories);
        search.loop(step, states, memories);
        return operators.in(search.graph.build());
    }

    private void inputs() {
        graph.input("source_ids", Type.INT64, "batch", "source length");
        graph.input("source_lengths", Type.INT32, "batch");
        graph.input("beam_size", Type.INT64, "1");
        graph.input("ranked", Type.INT64, "1");
        graph.input("candidates", Type.INT64, "1");
        graph.input("sentence_shape", Type.INT64, "2");
        graph.input("row_sentences", Type.INT64, "rows");
        graph.input("first_rows", Type.INT64, "batch", "1");
        graph.input("first_tokens", Type.INT64, "rows");
        graph.input("first_scores", Type.DOUBLE, "batch", "beam");
        graph.input("eos", Type.INT64, "1");
        graph.input("suppressed", Type.INT64, "suppressed");
        graph.input("most_steps", Type.INT64);
        graph.input("max_new_tokens", Type.INT64, "batch");
        graph.input("last_wanted", Type.INT64, "batch", "1");
        graph.input("length_penalty", Type.DOUBLE, "batch");
    }

    /** Memories are equal in all rows of a sentence, so they are spread once and never move. */
    private void encoder(ModelProto encoder, List<TensorSpec> memories) {
        graph.include(
                encoder.getGraph(), "encoder/", Map.of("source_ids", "source_ids", "source_lengths", "source_lengths"));
        for (TensorSpec memory : memories) {
            graph.node(
                    "Gather", List.of("encoder/" + memory.name(), "row_sentences"), Map.of(), MEMORY + memory.name());
        }
    }

    private void loop(ModelProto step, List<TensorSpec> states, List<TensorSpec> memories) {
        List<String> inputs = new ArrayList<>();
        inputs.add("most_steps");
        inputs.add(graph.node("Greater", "most_steps", graph.constant("no_steps", new long[] {0})));
        inputs.add("first_tokens");
        inputs.add("first_scores");
        inputs.add(none()); // has ended
        inputs.add(graph.node("Mul", "first_rows", graph.constant("zero", new long[] {0}, 1)));
        if (blocked != null) {
            inputs.add(blocked.begin(graph, "first_tokens"));
        }
        states.forEach(state -> inputs.add(graph.node("Gather", "encoder/initial_" + state.name(), "row_sentences")));
        List<String> outputs = new ArrayList<>();
        for (int carried = 2; carried < inputs.size(); carried++) {
            outputs.add("last." + carried);
        }
        outputs.addAll(BeamSearchStep.TRACE.keySet());
        Map<String, String> fed = new HashMap<>();
        memories.forEach(memory -> fed.put(memory.name(), MEMORY + memory.name()));
        graph.node(
                "Loop",
                inputs,
                Map.of("body", BeamSearchStep.body(step.getGraph(), states, fed, blocked)),
                outputs.toArray(new String[0]));
        BeamSearchStep.TRACE.forEach((name, type) -> graph.output(name, type, "steps", "batch", "ranked"));
    }

    /** (batch, beam) of -∞. */
    private String none() {
        String infinity = graph.constant("infinity", new double[] {Double.POSITIVE_INFINITY}, 1);
        return graph.node("Sub", "first_scores", infinity);
    }
}
