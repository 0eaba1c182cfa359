package io.dragoman.export.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.dragoman.export.network.NetworkShape;
import io.dragoman.export.network.NetworkWeights;
import io.dragoman.export.onnx.GraphBuilder.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * One step of the decoder. The input product of the GRU is a lookup: a table of one row a token, written as an
 * expression of constants that ONNX Runtime folds when it loads the graph, so that the file stays small. What a step
 * adds to a product enters it as Gemm's third operand.
 */
final class DecoderStepGraph {
    private final NetworkWeights weights;
    private final NetworkShape shape;
    private final int hidden;
    private final GraphBuilder graph = new GraphBuilder("decoder_step");

    DecoderStepGraph(NetworkWeights weights) {
        this.weights = weights;
        this.shape = weights.shape();
        this.hidden = shape.decoderHidden();
    }

    ModelProto build() {
        String width = Integer.toString(hidden);
        graph.input("token_ids", Type.INT64, "batch");
        graph.input("state", Type.FLOAT, "batch", width);
        graph.input("keys", Type.FLOAT, "batch", width, "source_length");
        graph.input("values", Type.FLOAT, "batch", "source_length", Integer.toString(shape.embedding()));
        graph.input("mask", Type.FLOAT, "batch", "1", "source_length");
        graph.input("top_k", Type.INT64, "1");
        graph.constant("embedding", weights.get("embedding"), shape.vocabulary(), shape.embedding());
        nextState();
        distribution(combine(attend()));
        graph.output("next_state", Type.FLOAT, "batch", width);
        graph.output("log_probs", Type.FLOAT, "batch", Integer.toString(shape.vocabulary()));
        graph.output("top_log_probs", Type.FLOAT, "batch", "k");
        graph.output("top_ids", Type.INT64, "batch", "k");
        graph.output("attention", Type.FLOAT, "batch", "source_length");
        return graph.build();
    }

    /** h' = n + z ⊙ (h - n), z and r = σ(x + W·h + b), n = tanh(x_n + r ⊙ (W_n·h + b_n)). */
    private void nextState() {
        float[] recurrent = weights.get("decoder.weight_hh");
        float[] recurrentBias = weights.get("decoder.bias_hh");
        float[] inputBias = weights.get("decoder.bias_ih");
        float[] gateBias = new float[2 * hidden];
        for (int i = 0; i < gateBias.length; i++) {
            gateBias[i] = inputBias[i] + recurrentBias[i];
        }

        String gateInput = graph.node("Gather", table("gates", 0, 2 * hidden, gateBias), "token_ids");
        String gateWeight =
                graph.constant("recurrent.gates", Matrices.rows(recurrent, hidden, 0, 2 * hidden), 2L * hidden, hidden);
        String gates = graph.node(
                "Sigmoid", graph.node("Gemm", List.of("state", gateWeight, gateInput), Map.of("transB", 1L)));
        graph.node("Split", List.of(gates), Map.of("axis", 1L), "reset", "update");

        float[] newBias = Arrays.copyOfRange(inputBias, 2 * hidden, 3 * hidden);
        String newInput = graph.node("Gather", table("new", 2 * hidden, hidden, newBias), "token_ids");
        String newWeight =
                graph.constant("recurrent.new", Matrices.rows(recurrent, hidden, 2 * hidden, hidden), hidden, hidden);
        String newRecurrentBias =
                graph.constant("recurrent.new.bias", Arrays.copyOfRange(recurrentBias, 2 * hidden, 3 * hidden), hidden);
        String product = graph.node("Gemm", List.of("state", newWeight, newRecurrentBias), Map.of("transB", 1L));
        String candidate = graph.node("Tanh", graph.node("Add", newInput, graph.node("Mul", "reset", product)));
        String kept = graph.node("Mul", "update", graph.node("Sub", "state", candidate));
        graph.node("Add", List.of(candidate, kept), Map.of(), "next_state");
    }

    /** (vocabulary, count): √E·embedding·W_ihᵀ + bias for rows {@code from … from + count} of W_ih. */
    private String table(String name, int from, int count, float[] bias) {
        float[] input = Matrices.rows(weights.get("decoder.weight_ih"), shape.embedding(), from, count);
        String weight = graph.constant("input." + name, input, count, shape.embedding());
        String added = graph.constant("input." + name + ".bias", bias, count);
        return graph.node("Gemm", List.of("embedding", weight, added), Map.of("transB", 1L, "alpha", (float)
                Math.sqrt(shape.embedding())));
    }

    /** The context (batch, E), already projected and with the combine bias. */
    private String attend() {
        String middle = graph.constant("middle.axis", new long[] {1}, 1);
        String query = graph.node("Unsqueeze", "next_state", middle); // (batch, 1, hidden)
        String scores = graph.node("MatMul", query, "keys"); // (batch, 1, source_length)
        String shares = graph.node("Softmax", List.of(graph.node("Add", scores, "mask")), Map.of("axis", -1L));
        graph.node("Squeeze", List.of(shares, middle), Map.of(), "attention");
        return graph.node("Squeeze", graph.node("MatMul", shares, "values"), middle);
    }

    private String combine(String context) {
        int all = hidden + 2 * shape.encoderHidden();
        float[] own = Matrices.columns(weights.get("combine.weight"), shape.embedding(), all, 0, hidden);
        String weight = graph.constant("combine.state", own, shape.embedding(), hidden);
        return graph.node("Tanh", graph.node("Gemm", List.of("next_state", weight, context), Map.of("transB", 1L)));
    }

    private void distribution(String combined) {
        String bias = graph.constant("output.bias", weights.get("output.bias"), shape.vocabulary());
        graph.node("Gemm", List.of(combined, "embedding", bias), Map.of("transB", 1L), "logits");
        graph.node("LogSoftmax", List.of("logits"), Map.of("axis", -1L), "log_probs");
        graph.node("TopK", List.of("log_probs", "top_k"), Map.of("axis", -1L), "top_log_probs", "top_ids");
    }
}
