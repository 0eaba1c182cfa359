package io.dragoman.export.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads sources of one length. */
final class Encoder {
    private final NetworkShape shape;
    private final NetworkOptions options;
    private final NetworkArrays names;
    private final Parameters parameters;
    private final RecurrentStack stack;
    private final @Nullable Attention attention;
    private final @Nullable Pointer pointer;

    Encoder(NetworkShape shape, Parameters parameters, @Nullable Attention attention, @Nullable Pointer pointer) {
        this.shape = shape;
        this.options = shape.options();
        this.names = new NetworkArrays(shape);
        this.parameters = parameters;
        this.attention = attention;
        this.pointer = pointer;
        List<List<String>> layers = IntStream.range(0, options.encoderLayers())
                .mapToObj(names::encoderCells)
                .toList();
        this.stack = new RecurrentStack(options.cell(), layers, parameters);
    }

    /** source int64 (batch, source), eos included */
    SourceStates encode(NDArray source, Dropout dropout) {
        boolean reversed = options.direction() == EncoderDirection.REVERSED;
        long batch = source.getShape().get(0);
        NDArray embedded =
                dropout.of(dropout.ofWords(Operators.embed(source, parameters.get(names.sourceEmbedding()))));
        NDArray zeros = source.getManager().zeros(new Shape(options.direction().cells(), batch, shape.encoderHidden()));
        List<NDArray> first =
                IntStream.range(0, stack.carried()).mapToObj(i -> zeros).toList();
        RecurrentStack.Run run = stack.over(
                reversed ? embedded.flip(1) : embedded, first, stack.weights(dropout, source.getManager()), dropout);
        NDArray outputs = dropout.of(reversed ? run.outputs().flip(1) : run.outputs());
        NDArray keys = attention == null ? null : attention.keys(outputs);
        NDArray copyKeys = pointer == null ? null : pointer.keys(outputs);
        return new SourceStates(outputs, keys, copyKeys, initial(run.states(), source.getShape()));
    }

    private List<NDArray> initial(List<NDArray> last, Shape source) {
        long batch = source.get(0);
        int states = options.cell().states();
        List<NDArray> initial = new ArrayList<>();
        for (int layer = 0; layer < options.decoderLayers(); layer++) {
            for (int state = 0; state < states; state++) {
                initial.add(
                        switch (options.initialState()) {
                            case ZEROS ->
                                last.getFirst().getManager().zeros(new Shape(1, batch, shape.decoderHidden()));
                            case LAST ->
                                joined(last.get(layer * states + state)).expandDims(0);
                            case BRIDGE -> bridged(last.get(last.size() - states + state), names.bridge(layer, state));
                        });
            }
        }
        if (options.inputFeeding()) {
            initial.add(last.getFirst().getManager().zeros(new Shape(batch, 1, shape.embedding())));
        }
        if (options.coverageAttention()) {
            initial.add(last.getFirst().getManager().zeros(new Shape(batch, 1, source.get(1))));
        }
        return initial;
    }

    /** (1, batch, H) */
    private NDArray bridged(NDArray last, String bridge) {
        return Operators.linear(joined(last), parameters.get(bridge + ".weight"), parameters.get(bridge + ".bias"))
                .tanh()
                .expandDims(0);
    }

    /** (directions, batch, He) to (batch, directions·He) */
    private NDArray joined(NDArray last) {
        return options.direction().cells() == 1
                ? last.get(0)
                : NDArrays.concat(new NDList(last.get(0), last.get(1)), 1);
    }
}
