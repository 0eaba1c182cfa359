package io.dragoman.export.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.dragoman.engine.graph.GraphBuilder;
import io.dragoman.engine.graph.GraphBuilder.Type;
import io.dragoman.export.network.EncoderDirection;
import io.dragoman.export.network.NetworkArrays;
import io.dragoman.export.network.NetworkOptions;
import io.dragoman.export.network.NetworkShape;
import io.dragoman.export.network.NetworkWeights;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The encoder: recurrent layers whose states are projected once to what every decoder step needs. The projections are
 * exact: keys as the attention says, values as {@link ValueFold} says; √E scales the input weights instead of each
 * embedding.
 */
final class EncoderGraph {
    private static final float MASKED = -1e9f;

    private final NetworkWeights weights;
    private final NetworkShape shape;
    private final NetworkOptions options;
    private final NetworkArrays arrays;
    private final StepNames names;
    private final CellGraph cell;
    private final int hidden;
    private final int directions;
    /** Last states of each layer, (directions, batch, He) each, the output first. */
    private final List<List<String>> last = new ArrayList<>();

    private final GraphBuilder graph = new GraphBuilder("encoder");

    EncoderGraph(NetworkWeights weights) {
        this.weights = weights;
        this.shape = weights.shape();
        this.options = shape.options();
        this.arrays = new NetworkArrays(shape);
        this.names = StepNames.of(shape);
        this.cell = CellGraph.of(options.cell(), shape.encoderHidden());
        this.hidden = shape.encoderHidden();
        this.directions = options.direction().cells();
    }

    ModelProto build() {
        graph.input("source_ids", Type.INT64, "batch", "source_length");
        graph.input("source_lengths", Type.INT32, "batch");
        String states = layers();
        if (options.attends()) {
            AttentionGraph attention = AttentionGraph.of(weights);
            attention.keys(graph, states);
            values(states);
            mask();
            graph.output("keys", Type.FLOAT, attention.keyDimensions());
            graph.output("values", Type.FLOAT, "batch", "source_length", Integer.toString(ValueFold.width(shape)));
            graph.output("mask", Type.FLOAT, "batch", "1", "source_length");
            if (options.copying()) {
                new PointerGraph(weights).memories(graph, states);
            }
        }
        initialStates();
        for (int i = 0; i < names.states().size(); i++) {
            graph.output(names.initial(i), Type.FLOAT, names.dimensions().get(i));
        }
        return graph.build();
    }

    /** Outputs of the top layer, (batch, source_length, directions·He). */
    private String layers() {
        int embedding = shape.embedding();
        String table = arrays.sourceEmbedding();
        graph.constant(table, weights.get(table), shape.vocabulary(), embedding);
        String timeMajor = graph.node("Transpose", List.of("source_ids"), Map.of("perm", new long[] {1, 0}));
        String x = graph.node("Gather", table, timeMajor); // (source_length, batch, E)
        String joined = graph.constant("joined.shape", new long[] {0, 0, shape.encoderWidth()}, 3);
        for (int layer = 0; layer < options.encoderLayers(); layer++) {
            String states = sequence(x, layer); // (source_length, directions, batch, He)
            String output = graph.node(
                    "Reshape",
                    graph.node("Transpose", List.of(states), Map.of("perm", new long[] {0, 2, 1, 3})),
                    joined);
            x = layer == 0 ? output : graph.node("Add", output, x);
        }
        return graph.node("Transpose", List.of(x), Map.of("perm", new long[] {1, 0, 2}));
    }

    private String sequence(String x, int layer) {
        int width = layer == 0 ? shape.embedding() : shape.encoderWidth();
        List<String> cells = arrays.encoderCells(layer);
        long rows = (long) options.cell().gates() * hidden;
        float[] input = ordered(cells, ".weight_ih", width);
        if (layer == 0) {
            input = Matrices.scaled(input, (float) Math.sqrt(width));
        }
        float[][] biases = new float[2 * directions][];
        for (int d = 0; d < directions; d++) {
            biases[2 * d] = ordered(cells.subList(d, d + 1), ".bias_ih", 1);
            biases[2 * d + 1] = ordered(cells.subList(d, d + 1), ".bias_hh", 1);
        }
        String prefix = "layer" + layer;
        String w = graph.constant(prefix + ".input", input, directions, rows, width);
        String r =
                graph.constant(prefix + ".recurrent", ordered(cells, ".weight_hh", hidden), directions, rows, hidden);
        String b = graph.constant(prefix + ".bias", Matrices.concat(biases), directions, 2 * rows);
        Map<String, Object> attributes = new HashMap<>(cell.attributes());
        attributes.put("direction", direction(options.direction()));
        attributes.put("hidden_size", (long) hidden);
        List<String> ends = new ArrayList<>();
        for (int state = 0; state < options.cell().states(); state++) {
            ends.add(prefix + ".last." + state);
        }
        last.add(ends);
        List<String> outputs = new ArrayList<>(List.of(prefix + ".states"));
        outputs.addAll(ends);
        graph.node(cell.operator(), List.of(x, w, r, b, "source_lengths"), attributes, outputs.toArray(new String[0]));
        return outputs.getFirst();
    }

    private static String direction(EncoderDirection direction) {
        return switch (direction) {
            case BIDIRECTIONAL -> "bidirectional";
            case FORWARD -> "forward";
            case REVERSED -> "reverse";
        };
    }

    /** The arrays of the cells one after the other, gates in ONNX order. */
    private float[] ordered(List<String> cells, String array, int columns) {
        return Matrices.concat(cells.stream()
                .map(prefix -> Matrices.blocks(weights.get(prefix + array), hidden * columns, cell.sequenceGates()))
                .toArray(float[][]::new));
    }

    private void values(String states) {
        ValueFold fold = ValueFold.of(weights);
        int width = shape.encoderWidth();
        int rows = ValueFold.width(shape);
        String projection = graph.constant(
                "values.weight.transposed", Matrices.transposed(fold.weight(), rows, width), width, rows);
        String bias = graph.constant("values.bias", fold.bias(), rows);
        graph.node("Add", List.of(graph.node("MatMul", states, projection), bias), Map.of(), "values");
    }

    private void mask() {
        String length = graph.node(
                "Gather",
                graph.node("Shape", "source_ids"),
                graph.constant("length.axis", new long[] {1}, new long[0]));
        String positions = graph.node(
                "Range",
                graph.constant("range.start", new long[] {0}, new long[0]),
                length,
                graph.constant("range.step", new long[] {1}, new long[0]));
        String lengths = graph.node("Cast", List.of("source_lengths"), Map.of("to", 7L)); // int64
        String column =
                graph.node("Unsqueeze", lengths, graph.constant("mask.axes", new long[] {1, 2}, 2)); // (batch, 1, 1)
        String present = graph.node("Less", positions, column); // (batch, 1, source_length)
        graph.node(
                "Where",
                List.of(
                        present,
                        graph.constant("mask.present", new float[] {0}, 1),
                        graph.constant("mask.absent", new float[] {MASKED}, 1)),
                Map.of(),
                "mask");
    }

    private void initialStates() {
        int states = options.cell().states();
        for (int layer = 0; layer < options.decoderLayers(); layer++) {
            for (int state = 0; state < states; state++) {
                String name = names.initial(layer * states + state);
                switch (options.initialState()) {
                    case ZEROS -> zeros(shape.decoderHidden(), name);
                    case LAST -> join(last.get(layer).get(state), name);
                    case BRIDGE -> bridge(last.getLast().get(state), arrays.bridge(layer, state), name);
                }
            }
        }
        if (options.inputFeeding()) {
            zeros(shape.embedding(), names.initial(names.combined()));
        }
        if (options.coverageAttention()) {
            zeros(graph.node("Shape", "source_ids"), names.initial(names.coverage()));
        }
    }

    /** (batch, width) of zeros. */
    private void zeros(int width, String name) {
        String batch = graph.node("Shape", "source_lengths");
        String column = graph.constant(name + ".width", new long[] {width}, 1);
        zeros(graph.node("Concat", List.of(batch, column), Map.of("axis", 0L)), name);
    }

    private void zeros(String dimensions, String name) {
        graph.node("Expand", List.of(graph.constant(name + ".zero", new float[] {0}, 1), dimensions), Map.of(), name);
    }

    /** (directions, batch, He) to (batch, directions·He) */
    private void join(String ends, String name) {
        String batchMajor = graph.node("Transpose", List.of(ends), Map.of("perm", new long[] {1, 0, 2}));
        graph.node(
                "Reshape",
                List.of(batchMajor, graph.constant(name + ".shape", new long[] {0, shape.encoderWidth()}, 2)),
                Map.of(),
                name);
    }

    private void bridge(String ends, String bridge, String name) {
        String joined = name + ".last";
        join(ends, joined);
        String weight = graph.constant(
                bridge + ".weight", weights.get(bridge + ".weight"), shape.decoderHidden(), shape.encoderWidth());
        String bias = graph.constant(bridge + ".bias", weights.get(bridge + ".bias"), shape.decoderHidden());
        String product = graph.node("Gemm", List.of(joined, weight, bias), Map.of("transB", 1L));
        graph.node("Tanh", List.of(product), Map.of(), name);
    }
}
