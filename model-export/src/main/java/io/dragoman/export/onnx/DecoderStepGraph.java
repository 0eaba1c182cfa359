package io.dragoman.export.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.dragoman.engine.graph.GraphBuilder;
import io.dragoman.engine.graph.GraphBuilder.Type;
import io.dragoman.export.network.NetworkArrays;
import io.dragoman.export.network.NetworkOptions;
import io.dragoman.export.network.NetworkShape;
import io.dragoman.export.network.NetworkWeights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One step of the decoder. The input product of the first cell is a lookup: a table of one row a token, written as an
 * expression of constants that ONNX Runtime folds when it loads the graph, so that the file stays small. What a step
 * adds to a product enters it as Gemm's third operand, and the recurrent products of a cell's gates are one.
 */
final class DecoderStepGraph {
    private final NetworkWeights weights;
    private final NetworkShape shape;
    private final NetworkOptions options;
    private final NetworkArrays arrays;
    private final StepNames names;
    private final CellGraph cell;
    private final @Nullable AttentionGraph attention;
    private final @Nullable PointerGraph pointer;
    private final @Nullable String coverage;
    private final int hidden;
    private final int embedding;
    private final GraphBuilder graph = new GraphBuilder("decoder_step");

    DecoderStepGraph(NetworkWeights weights) {
        this.weights = weights;
        this.shape = weights.shape();
        this.options = shape.options();
        this.arrays = new NetworkArrays(shape);
        this.names = StepNames.of(shape);
        this.cell = CellGraph.of(options.cell(), shape.decoderHidden());
        this.attention = options.attends() ? AttentionGraph.of(weights) : null;
        this.pointer = options.copying() ? new PointerGraph(weights) : null;
        this.coverage = options.coverageAttention() ? names.states().get(names.coverage()) : null;
        this.hidden = shape.decoderHidden();
        this.embedding = shape.embedding();
    }

    ModelProto build() {
        inputs();
        String x = lookup();
        List<String> context = List.of(); // the combination's part, with copying the gate's too
        if (attention != null && options.contextFed()) {
            String query = names.states()
                    .get((options.decoderLayers() - 1) * options.cell().states());
            List<String> parts = attend(attention, query);
            x = graph.node("Add", x, parts.getFirst());
            context = parts.subList(1, parts.size());
        } else if (options.inputFeeding()) {
            x = fed(x);
        }
        String top = layers(x);
        if (attention == null) {
            context = List.of(graph.constant("combine.bias", weights.get("combine.bias"), embedding));
        } else if (!options.contextFed()) {
            context = attend(attention, top);
        }
        String logits = logits(combine(top, context.getFirst()));
        String covered = "attention";
        if (pointer == null) {
            graph.node("LogSoftmax", List.of(logits), Map.of("axis", -1L), "log_probs");
        } else {
            covered = pointer.mix(graph, top, context.getLast(), logits, coverage);
        }
        if (coverage != null) {
            graph.node("Add", List.of(coverage, covered), Map.of(), names.next(names.coverage()));
        }
        graph.node("TopK", List.of("log_probs", "top_k"), Map.of("axis", -1L), "top_log_probs", "top_ids");
        outputs();
        return graph.build();
    }

    private void inputs() {
        graph.input("token_ids", Type.INT64, "batch");
        for (int i = 0; i < names.states().size(); i++) {
            graph.input(names.states().get(i), Type.FLOAT, names.dimensions().get(i));
        }
        if (attention != null) {
            graph.input("keys", Type.FLOAT, attention.keyDimensions());
            graph.input("values", Type.FLOAT, "batch", "source_length", Integer.toString(ValueFold.width(shape)));
            graph.input("mask", Type.FLOAT, "batch", "1", "source_length");
            if (pointer != null) {
                pointer.inputs(graph);
            }
        }
        graph.input("top_k", Type.INT64, "1");
        graph.constant(NetworkArrays.EMBEDDING, weights.get(NetworkArrays.EMBEDDING), shape.vocabulary(), embedding);
    }

    private void outputs() {
        for (int i = 0; i < names.states().size(); i++) {
            graph.output(names.next(i), Type.FLOAT, names.dimensions().get(i));
        }
        graph.output("log_probs", Type.FLOAT, "batch", Integer.toString(shape.vocabulary()));
        graph.output("top_log_probs", Type.FLOAT, "batch", "k");
        graph.output("top_ids", Type.INT64, "batch", "k");
        if (attention != null) {
            graph.output("attention", Type.FLOAT, "batch", "source_length");
        }
    }

    /** (batch, gates·hidden): row of a token in the table √E·embedding·W_ihᵀ + bias. */
    private String lookup() {
        String prefix = arrays.decoderCell(0);
        int width = embedding + shape.fedWidth();
        int rows = options.cell().gates() * hidden;
        float[] own = Matrices.columns(ordered(prefix + ".weight_ih", width), rows, width, 0, embedding);
        String weight = graph.constant(prefix + ".input", own, rows, embedding);
        String bias = graph.constant(prefix + ".input.bias", inputBias(prefix), rows);
        String table =
                graph.node("Gemm", List.of(NetworkArrays.EMBEDDING, weight, bias), Map.of("transB", 1L, "alpha", (float)
                        Math.sqrt(embedding)));
        return graph.node("Gather", table, "token_ids");
    }

    /** x + W·(combined vector of the step before). */
    private String fed(String x) {
        String prefix = arrays.decoderCell(0);
        int width = embedding + shape.fedWidth();
        int rows = options.cell().gates() * hidden;
        float[] part = Matrices.columns(ordered(prefix + ".weight_ih", width), rows, width, embedding, embedding);
        String weight = graph.constant(prefix + ".fed", part, rows, embedding);
        return graph.node("Gemm", List.of(names.states().get(names.combined()), weight, x), Map.of("transB", 1L));
    }

    /** All cells, from the input product of the first to the output of the last, (batch, hidden). */
    private String layers(String x) {
        int states = options.cell().states();
        int rows = options.cell().gates() * hidden;
        String output = "";
        for (int layer = 0; layer < options.decoderLayers(); layer++) {
            String prefix = arrays.decoderCell(layer);
            String below = output;
            String product = x;
            if (layer > 0) {
                String weight = graph.constant(prefix + ".input", ordered(prefix + ".weight_ih", hidden), rows, hidden);
                String bias = graph.constant(prefix + ".input.bias", inputBias(prefix), rows);
                product = graph.node("Gemm", List.of(below, weight, bias), Map.of("transB", 1L));
            }
            int first = layer * states;
            List<String> next =
                    IntStream.range(first, first + states).mapToObj(names::next).toList();
            cell.step(
                    graph,
                    product,
                    names.states().subList(first, first + states),
                    graph.constant(prefix + ".recurrent", ordered(prefix + ".weight_hh", hidden), rows, hidden),
                    cell.recurrentBiasJoinsInput()
                            ? ""
                            : graph.constant(prefix + ".recurrent.bias", ordered(prefix + ".bias_hh", 1), rows),
                    next);
            output = layer == 0 ? next.getFirst() : graph.node("Add", next.getFirst(), below);
        }
        return output;
    }

    private float[] inputBias(String prefix) {
        float[] bias = ordered(prefix + ".bias_ih", 1);
        return cell.recurrentBiasJoinsInput() ? Matrices.sum(bias, ordered(prefix + ".bias_hh", 1)) : bias;
    }

    private float[] ordered(String array, int columns) {
        return Matrices.blocks(weights.get(array), hidden * columns, cell.stepGates());
    }

    /** Values weighted by attention, already projected, in their parts: (batch, width) each. */
    private List<String> attend(AttentionGraph scorer, String query) {
        String scores = scorer.scores(graph, query, pointer == null ? coverage : null); // (batch, 1, source_length)
        String shares = graph.node("Softmax", List.of(graph.node("Add", scores, "mask")), Map.of("axis", -1L));
        graph.node("Squeeze", List.of(shares, graph.axis(1)), Map.of(), "attention");
        String weighted = graph.node("Squeeze", graph.node("MatMul", shares, "values"), graph.axis(1));
        List<Long> widths = new ArrayList<>();
        if (options.contextFed()) {
            widths.add((long) options.cell().gates() * hidden);
        }
        widths.add((long) embedding);
        if (pointer != null) {
            widths.add((long) PointerGraph.VALUE_COLUMNS);
        }
        return widths.size() == 1
                ? List.of(weighted)
                : graph.splitAt(
                        weighted, widths.stream().mapToLong(Long::longValue).toArray());
    }

    /** tanh(W·state + context), the context already projected and with the bias. */
    private String combine(String top, String context) {
        int all = hidden + (attention == null ? 0 : shape.encoderWidth());
        float[] own = Matrices.columns(weights.get("combine.weight"), embedding, all, 0, hidden);
        String weight = graph.constant("combine.state", own, embedding, hidden);
        String sum = graph.node("Gemm", List.of(top, weight, context), Map.of("transB", 1L));
        String combined = options.inputFeeding() ? names.next(names.combined()) : "combined";
        graph.node("Tanh", List.of(sum), Map.of(), combined);
        return combined;
    }

    private String logits(String combined) {
        String table = arrays.outputWeight();
        if (!table.equals(NetworkArrays.EMBEDDING)) {
            graph.constant(table, weights.get(table), shape.vocabulary(), embedding);
        }
        String bias = graph.constant("output.bias", weights.get("output.bias"), shape.vocabulary());
        graph.node("Gemm", List.of(combined, table, bias), Map.of("transB", 1L), "logits");
        return "logits";
    }
}
