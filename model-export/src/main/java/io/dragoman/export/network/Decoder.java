package io.dragoman.export.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Steps of the decoder. Where no step needs what attention gave at the step before it, all steps of a target are one
 * call; else they are a loop over the same code.
 */
final class Decoder {
    private final NetworkOptions options;
    private final Parameters parameters;
    private final RecurrentStack stack;
    private final @Nullable Attention attention;

    Decoder(NetworkShape shape, Parameters parameters, @Nullable Attention attention) {
        this.options = shape.options();
        this.parameters = parameters;
        this.attention = attention;
        NetworkArrays names = new NetworkArrays(shape);
        List<List<String>> layers = IntStream.range(0, options.decoderLayers())
                .mapToObj(layer -> List.of(names.decoderCell(layer)))
                .toList();
        this.stack = new RecurrentStack(options.cell(), layers, parameters);
    }

    /** target int64 (batch, steps), from bos on; state as {@link Decoded#state} */
    Decoded decode(NDArray target, SourceStates source, List<NDArray> state, Dropout dropout) {
        NDArray embedded = dropout.of(Operators.embed(target, parameters.get(NetworkArrays.EMBEDDING)));
        long steps = target.getShape().get(1);
        if (!options.stepwise() || steps == 1) {
            return advance(embedded, source, state, dropout);
        }
        List<Decoded> decoded = new ArrayList<>();
        List<NDArray> now = state;
        for (NDArray input : embedded.split(steps, 1)) { // (batch, 1, E)
            Decoded step = advance(input, source, now, dropout);
            now = step.state();
            decoded.add(step);
        }
        return Decoded.joined(decoded);
    }

    /** x (batch, steps, E); one step only where the network goes step by step */
    private Decoded advance(NDArray x, SourceStates source, List<NDArray> state, Dropout dropout) {
        NDArray shares = null;
        NDArray input = x;
        if (options.contextFed()) {
            NDArray query = state.get(stack.carried() - options.cell().states()).transpose(1, 0, 2); // (batch, 1, H)
            shares = shares(query, source);
            input = NDArrays.concat(new NDList(x, shares.batchMatMul(source.outputs())), 2);
        } else if (options.inputFeeding()) {
            input = NDArrays.concat(new NDList(x, state.getLast()), 2);
        }
        RecurrentStack.Run run = stack.over(input, state.subList(0, stack.carried()));
        if (options.attends() && shares == null) {
            shares = shares(run.outputs(), source);
        }
        NDArray combined = combine(run.outputs(), shares, source, dropout);
        List<NDArray> next = new ArrayList<>(run.states());
        if (options.inputFeeding()) {
            next.add(combined);
        }
        return new Decoded(combined, shares, next);
    }

    /** (batch, steps, source), each row of sum 1 */
    private NDArray shares(NDArray queries, SourceStates source) {
        NDArray keys = source.keys();
        if (attention == null || keys == null) {
            throw new IllegalStateException("a network without attention has no shares");
        }
        return attention.scores(queries, keys).softmax(2);
    }

    /** tanh(W [states; context] + b), (batch, steps, E) */
    private NDArray combine(NDArray states, @Nullable NDArray shares, SourceStates source, Dropout dropout) {
        NDArray joined = shares == null
                ? dropout.of(states)
                : NDArrays.concat(new NDList(dropout.of(states), shares.batchMatMul(source.outputs())), 2);
        return dropout.of(Operators.linear(joined, parameters.get("combine.weight"), parameters.get("combine.bias"))
                .tanh());
    }
}
