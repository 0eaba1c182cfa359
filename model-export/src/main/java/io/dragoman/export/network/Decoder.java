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
    private final @Nullable Pointer pointer;

    Decoder(NetworkShape shape, Parameters parameters, @Nullable Attention attention, @Nullable Pointer pointer) {
        this.options = shape.options();
        this.parameters = parameters;
        this.attention = attention;
        this.pointer = pointer;
        NetworkArrays names = new NetworkArrays(shape);
        List<List<String>> layers = IntStream.range(0, options.decoderLayers())
                .mapToObj(layer -> List.of(names.decoderCell(layer)))
                .toList();
        this.stack = new RecurrentStack(options.cell(), layers, parameters);
    }

    /** target int64 (batch, steps), from bos on; state as {@link Decoded#state} */
    Decoded decode(NDArray target, SourceStates source, List<NDArray> state, Dropout dropout) {
        NDArray embedded =
                dropout.of(dropout.ofWords(Operators.embed(target, parameters.get(NetworkArrays.EMBEDDING))));
        List<NDList> weights = stack.weights(dropout, target.getManager());
        long steps = target.getShape().get(1);
        if (!options.stepwise() || steps == 1) {
            return advance(embedded, source, state, weights, dropout);
        }
        List<Decoded> decoded = new ArrayList<>();
        List<NDArray> now = state;
        for (NDArray input : embedded.split(steps, 1)) { // (batch, 1, E)
            Decoded step = advance(input, source, now, weights, dropout);
            now = step.state();
            decoded.add(step);
        }
        return Decoded.joined(decoded);
    }

    /** x (batch, steps, E); one step only where the network goes step by step */
    private Decoded advance(
            NDArray x, SourceStates source, List<NDArray> state, List<NDList> weights, Dropout dropout) {
        NDArray coverage = options.coverageAttention() ? state.getLast() : null; // (batch, 1, source)
        NDArray shares = null;
        NDArray context = null;
        NDArray input = x;
        if (options.contextFed()) {
            NDArray query = state.get(stack.carried() - options.cell().states()).transpose(1, 0, 2); // (batch, 1, H)
            shares = shares(query, source, coverage);
            context = shares.batchMatMul(source.outputs()); // (batch, steps, directions·He)
            input = NDArrays.concat(new NDList(x, context), 2);
        } else if (options.inputFeeding()) {
            input = NDArrays.concat(new NDList(x, state.get(stack.carried())), 2);
        }
        RecurrentStack.Run run = stack.over(input, state.subList(0, stack.carried()), weights, dropout);
        if (options.attends() && context == null) {
            shares = shares(run.outputs(), source, coverage);
            context = shares.batchMatMul(source.outputs());
        }
        NDArray combined = combine(run.outputs(), context, dropout);
        List<NDArray> next = new ArrayList<>(run.states());
        if (options.inputFeeding()) {
            next.add(combined);
        }
        Decoded decoded = new Decoded(combined, shares, copying(run.outputs(), context, x, source, coverage), next);
        return coverage == null ? decoded : decoded.covering(coverage);
    }

    /** (batch, steps, source), each row of sum 1 */
    private NDArray shares(NDArray queries, SourceStates source, @Nullable NDArray coverage) {
        NDArray keys = source.keys();
        if (attention == null || keys == null) {
            throw new IllegalStateException("a network without attention has no shares");
        }
        return attention.shares(queries, keys, pointer == null ? coverage : null);
    }

    private @Nullable Copying copying(
            NDArray states,
            @Nullable NDArray context,
            NDArray embedded,
            SourceStates source,
            @Nullable NDArray coverage) {
        NDArray keys = source.copyKeys();
        return pointer == null || context == null || keys == null
                ? null
                : pointer.of(states, context, embedded, keys, coverage);
    }

    /** tanh(W [states; context] + b), (batch, steps, E) */
    private NDArray combine(NDArray states, @Nullable NDArray context, Dropout dropout) {
        NDArray kept = dropout.of(states);
        NDArray joined = context == null ? kept : NDArrays.concat(new NDList(kept, context), 2);
        return dropout.of(Operators.linear(joined, parameters.get("combine.weight"), parameters.get("combine.bias"))
                .tanh());
    }
}
