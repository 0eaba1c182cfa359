package io.dragoman.export.network;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Bidirectional GRU encoder and GRU decoder with Luong's "general" attention, scaled, and no input
 * feeding (Luong et al. 2015, arXiv:1508.04025): the decoder states of a whole target do not depend on the attention, so both
 * are computed for all steps at once.
 *
 * <p>Every batch holds sources of one length. Threading: one thread; one gradient collector a process (DJL).
 */
public final class AttentionNetwork implements AutoCloseable {
    private final NDManager manager;
    private final NetworkShape shape;
    private final Map<String, NDArray> parameters = new LinkedHashMap<>();

    public AttentionNetwork(NetworkWeights weights) {
        this.shape = weights.shape();
        this.manager = Engine.getInstance().newBaseManager();
        Map<String, long[]> dimensions = shape.arrays();
        dimensions.forEach((name, d) -> {
            NDArray parameter = manager.create(weights.get(name), new Shape(d));
            parameter.setRequiresGradient(true);
            parameters.put(name, parameter);
        });
    }

    public NetworkShape shape() {
        return shape;
    }

    public NDManager manager() {
        return manager;
    }

    /** The live arrays by name, in the order of the shape. */
    public Map<String, NDArray> parameters() {
        return parameters;
    }

    /** A copy of the weights as they are now. */
    public NetworkWeights weights() {
        Map<String, float[]> arrays = new LinkedHashMap<>();
        parameters.forEach((name, array) -> arrays.put(name, array.toFloatArray()));
        return new NetworkWeights(shape, arrays);
    }

    /**
     * Encodes sources of one length.
     *
     * @param source int64 (batch, source), eos included
     * @param dropout rate, 0 when not training
     */
    public SourceStates encode(NDArray source, float dropout) {
        long batch = source.getShape().get(0);
        NDArray embedded = Operators.dropout(embed(source), dropout); // (batch, source, E)
        NDArray zeros = source.getManager().zeros(new Shape(2, batch, shape.encoderHidden()));
        NDList encoded = Operators.gru(embedded, zeros, encoderParameters(), true);
        NDArray outputs = Operators.dropout(encoded.get(0), dropout); // (batch, source, 2He)
        NDArray last = encoded.get(1); // (2, batch, He)
        NDArray both = NDArrays.concat(new NDList(last.get(0), last.get(1)), 1); // (batch, 2He)
        NDArray initial = Operators.linear(both, p("bridge.weight"), p("bridge.bias"))
                .tanh()
                .expandDims(0); // (1, batch, H)
        NDArray keys = Operators.project(outputs, p("attention.weight"))
                .mul(shape.attentionScale())
                .transpose(0, 2, 1); // (batch, H, source)
        return new SourceStates(outputs, keys, initial);
    }

    /** Decoder states for a whole target input. target int64 (batch, steps) from bos on -> [(batch, steps, H), last (1, batch, H)]. */
    public NDList decode(NDArray target, NDArray state, float dropout) {
        return Operators.gru(Operators.dropout(embed(target), dropout), state, gruParameters("decoder"), false);
    }

    /** Attention and combination: states (batch, steps, H) -> (batch, steps, E), before the output layer. */
    public NDArray combine(NDArray states, SourceStates source, float dropout) {
        NDArray attention = states.batchMatMul(source.keys()).softmax(2); // (batch, steps, source)
        NDArray context = attention.batchMatMul(source.outputs()); // (batch, steps, 2He)
        NDArray joined = NDArrays.concat(new NDList(Operators.dropout(states, dropout), context), 2);
        return Operators.dropout(
                Operators.linear(joined, p("combine.weight"), p("combine.bias")).tanh(), dropout);
    }

    /** Output layer: (rows, E) -> logits (rows, V). */
    public NDArray logits(NDArray combined) {
        return Operators.linear(combined, p("embedding"), p("output.bias"));
    }

    private NDArray embed(NDArray ids) {
        return Operators.rows(ids, p("embedding")).mul((float) Math.sqrt(shape.embedding()));
    }

    private NDList encoderParameters() {
        NDList all = gruParameters("encoder.forward");
        all.addAll(gruParameters("encoder.backward"));
        return all;
    }

    private NDList gruParameters(String prefix) {
        return new NDList(
                p(prefix + ".weight_ih"), p(prefix + ".weight_hh"), p(prefix + ".bias_ih"), p(prefix + ".bias_hh"));
    }

    private NDArray p(String name) {
        NDArray parameter = parameters.get(name);
        if (parameter == null) {
            throw new IllegalArgumentException("no parameter " + name);
        }
        return parameter;
    }

    @Override
    public void close() {
        manager.close();
    }
}
