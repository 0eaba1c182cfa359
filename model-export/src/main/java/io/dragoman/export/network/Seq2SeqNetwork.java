package io.dragoman.export.network;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A recurrent encoder-decoder as its {@link NetworkOptions} say: the trained form, on DJL.
 *
 * <p>Every batch holds sources of one length. Threading: one thread; one gradient collector a process (DJL).
 */
public final class Seq2SeqNetwork implements AutoCloseable {
    private final NDManager manager;
    private final NetworkShape shape;
    private final Parameters parameters;
    private final Encoder encoder;
    private final Decoder decoder;
    private final String outputWeight;

    public Seq2SeqNetwork(NetworkWeights weights) {
        this.shape = weights.shape();
        this.manager = Engine.getInstance().newBaseManager();
        this.parameters = new Parameters(manager, weights);
        Attention attention = shape.options().attends() ? Attention.of(shape, parameters) : null;
        Pointer pointer = shape.options().copying() ? new Pointer(shape, parameters) : null;
        this.encoder = new Encoder(shape, parameters, attention, pointer);
        this.decoder = new Decoder(shape, parameters, attention, pointer);
        this.outputWeight = new NetworkArrays(shape).outputWeight();
    }

    public NetworkShape shape() {
        return shape;
    }

    public NDManager manager() {
        return manager;
    }

    /** The live arrays by name, in the order of the shape. */
    public Map<String, NDArray> parameters() {
        return parameters.all();
    }

    /** A copy of the weights as they are now. */
    public NetworkWeights weights() {
        Map<String, float[]> arrays = new LinkedHashMap<>();
        parameters.all().forEach((name, array) -> arrays.put(name, array.toFloatArray()));
        return new NetworkWeights(shape, arrays);
    }

    /**
     * Encodes sources of one length.
     *
     * @param source int64 (batch, source), eos included
     */
    public SourceStates encode(NDArray source, Dropout dropout) {
        return encoder.encode(source, dropout);
    }

    /**
     * Decodes a whole target input or a part of it.
     *
     * @param target int64 (batch, steps), from bos on
     * @param state the source's initial one, or that of the steps before
     */
    public Decoded decode(NDArray target, SourceStates source, List<NDArray> state, Dropout dropout) {
        return decoder.decode(target, source, state, dropout);
    }

    /** Output layer: (rows, E) -> logits (rows, V) of the generator. */
    public NDArray logits(NDArray combined) {
        return Operators.linear(combined, parameters.get(outputWeight), parameters.get("output.bias"));
    }

    @Override
    public void close() {
        manager.close();
    }
}
