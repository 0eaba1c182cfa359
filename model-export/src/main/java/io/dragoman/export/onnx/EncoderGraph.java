package io.dragoman.export.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.dragoman.export.network.NetworkShape;
import io.dragoman.export.network.NetworkWeights;
import io.dragoman.export.onnx.GraphBuilder.Type;
import java.util.List;
import java.util.Map;

/**
 * The encoder: a bidirectional GRU whose states are projected once to what every decoder step needs. The projections
 * are exact: keys = W_attention·states/√H, values = W_combine's context part·states + combine bias (attention weights sum
 * to 1, so the bias may ride on the values), √E scales the input weights instead of each embedding.
 */
final class EncoderGraph {
    private static final float MASKED = -1e9f;

    private final NetworkWeights weights;
    private final NetworkShape shape;
    private final GraphBuilder graph = new GraphBuilder("encoder");

    EncoderGraph(NetworkWeights weights) {
        this.weights = weights;
        this.shape = weights.shape();
    }

    ModelProto build() {
        graph.input("source_ids", Type.INT64, "batch", "source_length");
        graph.input("source_lengths", Type.INT32, "batch");
        gru();
        projections();
        mask();
        initialState();
        String hidden = Integer.toString(shape.decoderHidden());
        graph.output("keys", Type.FLOAT, "batch", hidden, "source_length");
        graph.output("values", Type.FLOAT, "batch", "source_length", Integer.toString(shape.embedding()));
        graph.output("mask", Type.FLOAT, "batch", "1", "source_length");
        graph.output("initial_state", Type.FLOAT, "batch", hidden);
        return graph.build();
    }

    /** {@code states} (source_length, 2, batch, He) and {@code last} (2, batch, He). */
    private void gru() {
        int hidden = shape.encoderHidden();
        int embedding = shape.embedding();
        String table = graph.constant("embedding", weights.get("embedding"), shape.vocabulary(), embedding);
        String timeMajor = graph.node("Transpose", List.of("source_ids"), Map.of("perm", new long[] {1, 0}));
        String embedded = graph.node("Gather", table, timeMajor); // (source_length, batch, E)
        float[] input = Matrices.scaled(bothDirections("weight_ih", embedding), (float) Math.sqrt(embedding));
        float[] biases = Matrices.concat(
                direction("forward", "bias_ih", 1),
                direction("forward", "bias_hh", 1),
                direction("backward", "bias_ih", 1),
                direction("backward", "bias_hh", 1));
        String w = graph.constant("gru.input", input, 2, 3L * hidden, embedding);
        String r = graph.constant("gru.recurrent", bothDirections("weight_hh", hidden), 2, 3L * hidden, hidden);
        String b = graph.constant("gru.bias", biases, 2, 6L * hidden);
        graph.node(
                "GRU",
                List.of(embedded, w, r, b, "source_lengths"),
                Map.of("direction", "bidirectional", "hidden_size", (long) hidden, "linear_before_reset", 1L),
                "states",
                "last");
    }

    private float[] bothDirections(String array, int columns) {
        return Matrices.concat(direction("forward", array, columns), direction("backward", array, columns));
    }

    /** ONNX stacks the gates z, r, h where the network has r, z, n. */
    private float[] direction(String direction, String array, int columns) {
        return Matrices.swapFirstTwoGates(
                weights.get("encoder." + direction + "." + array), shape.encoderHidden() * columns);
    }

    private void projections() {
        int hidden = shape.decoderHidden();
        int width = 2 * shape.encoderHidden();
        String batchMajor = graph.node("Transpose", List.of("states"), Map.of("perm", new long[] {2, 0, 1, 3}));
        String joined = graph.node( // (batch, source_length, 2He)
                "Reshape", batchMajor, graph.constant("joined.shape", new long[] {0, 0, width}, 3));
        float[] attention = Matrices.transposed(
                Matrices.scaled(weights.get("attention.weight"), shape.attentionScale()), hidden, width);
        String keys = graph.node("MatMul", joined, graph.constant("attention.transposed", attention, width, hidden));
        graph.node("Transpose", List.of(keys), Map.of("perm", new long[] {0, 2, 1}), "keys");
        float[] context =
                Matrices.columns(weights.get("combine.weight"), shape.embedding(), hidden + width, hidden, width);
        String combine = graph.constant(
                "combine.context.transposed",
                Matrices.transposed(context, shape.embedding(), width),
                width,
                shape.embedding());
        String bias = graph.constant("combine.bias", weights.get("combine.bias"), shape.embedding());
        graph.node("Add", List.of(graph.node("MatMul", joined, combine), bias), Map.of(), "values");
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

    private void initialState() {
        int width = 2 * shape.encoderHidden();
        String batchMajor = graph.node("Transpose", List.of("last"), Map.of("perm", new long[] {1, 0, 2}));
        String joined = graph.node(
                "Reshape", batchMajor, graph.constant("last.shape", new long[] {0, width}, 2)); // (batch, 2He)
        String weight = graph.constant("bridge.weight", weights.get("bridge.weight"), shape.decoderHidden(), width);
        String bias = graph.constant("bridge.bias", weights.get("bridge.bias"), shape.decoderHidden());
        String bridge = graph.node("Gemm", List.of(joined, weight, bias), Map.of("transB", 1L));
        graph.node("Tanh", List.of(bridge), Map.of(), "initial_state");
    }
}
