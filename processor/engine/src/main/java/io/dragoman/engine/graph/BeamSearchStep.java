package io.dragoman.engine.graph;

import ai.onnx.proto.OnnxMl.GraphProto;
import io.dragoman.engine.bundle.TensorSpec;
import io.dragoman.engine.graph.GraphBuilder.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One step of {@link BeamSearchGraph}, the body of its loop: the decoder's step, ranking, and what goes on. It carries {@code
 * tokens} (B · K), {@code scores} (B, K), of what has ended the best {@code ended_scores} (B, K) and their number {@code
 * ended} (B, 1), what {@link BlockedNgrams} needs, and the decoder's states.
 */
final class BeamSearchStep {
    /** What is kept of every step, in its order. */
    static final Map<String, Type> TRACE = trace();

    /** Keeps going where a bound and a score are equal but for rounding: who reads the trace compares them exactly. */
    private static final double BOUND_MARGIN = 1 - 1e-9;

    private static final double LEAST = -Double.MAX_VALUE; // anything below is -∞

    private final GraphBuilder body = new GraphBuilder("step", "loop/");
    private final @Nullable BlockedNgrams blocked;

    private BeamSearchStep(@Nullable BlockedNgrams blocked) {
        this.blocked = blocked;
    }

    private static Map<String, Type> trace() {
        Map<String, Type> trace = new LinkedHashMap<>();
        trace.put("ranked_tokens", Type.INT32);
        trace.put("ranked_rows", Type.INT32);
        trace.put("ranked_log_probs", Type.DOUBLE);
        return trace;
    }

    /** A sentence's likeliest continuations, each (B, 2 K). */
    private record Ranked(String tokens, String rows, String logProbs, String areEos) {}

    /**
     * What the decoder's step is asked for of every row.
     *
     * @param count how many continuations, int64 (1)
     * @param repeats which may not be among them; null where all may
     */
    private record Asked(String count, BlockedNgrams.@Nullable Repeats repeats) {}

    /**
     * @param memories by the step's name for each, the value of the graph around this one
     * @param blocked null where hypotheses may repeat themselves
     */
    static GraphProto body(
            GraphProto step, List<TensorSpec> states, Map<String, String> memories, @Nullable BlockedNgrams blocked) {
        BeamSearchStep search = new BeamSearchStep(blocked);
        search.inputs(states);
        Asked asked = search.ask();
        search.decoderStep(step, states, memories, asked);
        Ranked ranked = search.rank(asked);
        search.end(ranked);
        search.goOn(ranked, states);
        search.outputs(ranked, states);
        return search.body.body();
    }

    private void inputs(List<TensorSpec> states) {
        body.input("iteration", Type.INT64);
        body.input("condition", Type.BOOL);
        body.input("tokens", Type.INT64, "rows");
        body.input("scores", Type.DOUBLE, "batch", "beam");
        body.input("ended_scores", Type.DOUBLE, "batch", "beam");
        body.input("ended", Type.INT64, "batch", "1");
        if (blocked != null) {
            body.input(BlockedNgrams.SAID, Type.INT64, "rows", "said");
        }
        states.forEach(state -> body.input(state.name(), type(state), dimensions(state)));
    }

    private static Type type(TensorSpec tensor) {
        return Type.valueOf(tensor.type().toUpperCase(Locale.ROOT));
    }

    private static String[] dimensions(TensorSpec state) {
        List<String> dimensions = new ArrayList<>(List.of("rows"));
        for (int axis = 1; axis < state.rank(); axis++) {
            dimensions.add(state.name() + "." + axis);
        }
        return dimensions.toArray(new String[0]);
    }

    private Asked ask() {
        if (blocked == null) {
            return new Asked("candidates", null);
        }
        BlockedNgrams.Repeats repeats = blocked.repeats(body);
        return new Asked(blocked.candidates(body, repeats, "candidates"), repeats);
    }

    private void decoderStep(GraphProto step, List<TensorSpec> states, Map<String, String> memories, Asked asked) {
        Map<String, String> fed = new HashMap<>(memories);
        fed.put("token_ids", "tokens");
        fed.put("top_k", asked.count());
        states.forEach(state -> fed.put(state.name(), state.name()));
        body.include(step, "step/", fed);
    }

    private Ranked rank(Asked asked) {
        String ids = "step/top_ids"; // (B · K, C)
        String forbidden = body.sumOf(body.node("Equal", body.node("Unsqueeze", ids, body.axis(-1)), "suppressed"), 2);
        if (blocked != null && asked.repeats() != null) {
            forbidden = body.node("Add", forbidden, blocked.among(body, asked.repeats(), ids));
        }
        String logProbs = body.node(
                "Where",
                body.node("Greater", forbidden, body.constant("zero", new int[] {0}, 1)),
                infinity(),
                body.cast("step/top_log_probs", Type.DOUBLE));
        String column = body.node("Reshape", "scores", body.constant("column", new long[] {-1, 1}, 2));
        String sums = body.node("Reshape", body.node("Add", column, logProbs), "sentence_shape"); // (B, K · C)
        body.node("TopK", List.of(sums, "ranked"), Map.of("axis", 1L), "best_log_probs", "best_places");
        String tokens = body.node(
                "GatherElements",
                List.of(body.node("Reshape", ids, "sentence_shape"), "best_places"),
                Map.of("axis", 1L));
        String rows = body.node("Div", "best_places", asked.count());
        return new Ranked(tokens, rows, "best_log_probs", body.node("Equal", tokens, "eos"));
    }

    /** An eos among the first K ends its hypothesis. */
    private void end(Ranked ranked) {
        String none = infinity();
        String alive = body.node("Greater", ranked.logProbs(), body.constant("least", new double[] {LEAST}, 1));
        String places = body.node(
                "Range",
                body.constant("from", new long[] {0}),
                body.node("Squeeze", "ranked"),
                body.constant("one", new long[] {1}));
        String among = body.node("Less", places, "beam_size");
        String ends = body.node("And", body.node("And", ranked.areEos(), alive), among);
        String length = body.cast(body.node("Add", "iteration", body.constant("one", new long[] {1})), Type.DOUBLE);
        String power = body.node("Unsqueeze", body.node("Pow", length, "length_penalty"), body.axis(1)); // (B, 1)
        String ended = body.node("Where", ends, body.node("Div", ranked.logProbs(), power), none);
        String all = body.node("Concat", List.of("ended_scores", ended), Map.of("axis", 1L));
        body.node("TopK", List.of(all, "beam_size"), Map.of("axis", 1L), "next_ended_scores", "ended_places");
        String more = body.node("Unsqueeze", body.sumOf(ends, 1), body.axis(1));
        body.node("Add", List.of("ended", body.cast(more, Type.INT64)), Map.of(), "next_ended");
    }

    /** The first K that did not end go on. */
    private void goOn(Ranked ranked, List<TensorSpec> states) {
        String others = body.node("Where", ranked.areEos(), infinity(), ranked.logProbs());
        body.node("TopK", List.of(others, "beam_size"), Map.of("axis", 1L), "next_scores", "next_places");
        String tokens =
                body.node("GatherElements", List.of(ranked.tokens(), "next_places"), Map.of("axis", 1L)); // (B, K)
        String rows = body.node("GatherElements", List.of(ranked.rows(), "next_places"), Map.of("axis", 1L));
        String flat = body.constant("flat", new long[] {-1}, 1);
        body.node("Reshape", List.of(tokens, flat), Map.of(), "next_tokens");
        String from = body.node("Reshape", body.node("Add", rows, "first_rows"), flat);
        if (blocked != null) {
            blocked.goOn(body, from, "next_tokens");
        }
        for (TensorSpec state : states) {
            body.node("Gather", List.of("step/next_" + state.name(), from), Map.of(), "kept_" + state.name());
        }
    }

    private void outputs(Ranked ranked, List<TensorSpec> states) {
        body.node("Not", List.of(allDone()), Map.of(), "go_on");
        body.output("go_on", Type.BOOL);
        body.output("next_tokens", Type.INT64, "rows");
        body.output("next_scores", Type.DOUBLE, "batch", "beam");
        body.output("next_ended_scores", Type.DOUBLE, "batch", "beam");
        body.output("next_ended", Type.INT64, "batch", "1");
        if (blocked != null) {
            body.output(BlockedNgrams.NEXT_SAID, Type.INT64, "rows", "more said");
        }
        states.forEach(state -> body.output("kept_" + state.name(), type(state), dimensions(state)));
        List<String> trace = List.of(ranked.tokens(), ranked.rows(), ranked.logProbs());
        int place = 0;
        for (Map.Entry<String, Type> kept : TRACE.entrySet()) {
            String name = "kept_" + kept.getKey();
            body.node(
                    "Cast",
                    List.of(trace.get(place++)),
                    Map.of("to", kept.getValue().code()),
                    name);
            body.output(name, kept.getValue(), "batch", "ranked");
        }
    }

    /** Whether no sentence needs another step; once that is so of one sentence, it stays so. */
    private String allDone() {
        String first = column("next_scores", body.constant("first", new long[] {0}, 1)); // (B)
        String enough = flag("GreaterOrEqual", "next_ended", "beam_size");
        String length = body.node("Add", "iteration", body.constant("one", new long[] {1}));
        String longest = body.node("GreaterOrEqual", length, "max_new_tokens");
        String stopped = body.node("Less", first, body.constant("least", new double[] {LEAST}, 1));
        String done = body.node("Or", body.node("Or", enough, longest), body.node("Or", stopped, settled(first)));
        String open = body.sumOf(body.node("Not", done), 0);
        return body.node("Less", open, body.constant("any", new int[] {1}));
    }

    /** The wanted ones ended, and no running one can beat them. */
    private String settled(String first) {
        String power = body.node("Pow", body.cast("max_new_tokens", Type.DOUBLE), "length_penalty");
        String bound = body.node(
                "Mul", body.node("Div", first, power), body.constant("margin", new double[] {BOUND_MARGIN}, 1));
        String worst = body.node(
                "Squeeze",
                body.node("GatherElements", List.of("next_ended_scores", "last_wanted"), Map.of("axis", 1L)),
                body.axis(1));
        String wanted = flag("Greater", "next_ended", "last_wanted");
        return body.node("And", wanted, body.node("Less", bound, worst));
    }

    /** Compares (B, 1) with (B, 1) or (1): (B). */
    private String flag(String comparison, String left, String right) {
        return body.node("Squeeze", body.node(comparison, left, right), body.axis(1));
    }

    private String column(String matrix, String place) {
        return body.node("Squeeze", body.node("Gather", List.of(matrix, place), Map.of("axis", 1L)), body.axis(1));
    }

    private String infinity() {
        return body.constant("infinity", new double[] {Double.NEGATIVE_INFINITY}, 1);
    }
}
