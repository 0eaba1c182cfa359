package io.dragoman.export.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * A batch laid out for teacher forcing. Targets are padded with eos; {@code positions} tell the real ones.
 *
 * @param rows pairs
 * @param width source length of them all
 * @param steps of the longest target, end token included
 * @param source (rows, width)
 * @param input (rows, steps), from bos on
 * @param positions (tokens), row · steps + step of each real target token
 * @param gold (tokens)
 */
record ForcedBatch(int rows, int width, int steps, long[] source, long[] input, long[] positions, long[] gold) {
    // Made for one update and thrown away: never compared.

    static ForcedBatch of(List<EncodedPair> pairs, int bos, int eos) {
        int rows = pairs.size();
        int width = pairs.getFirst().source().length;
        int steps = pairs.stream().mapToInt(EncodedPair::steps).max().orElseThrow();
        int tokens = tokens(pairs);
        long[] source = new long[rows * width];
        long[] input = new long[rows * steps];
        Arrays.fill(input, eos);
        long[] positions = new long[tokens];
        long[] gold = new long[tokens];
        int k = 0;
        for (int i = 0; i < rows; i++) {
            EncodedPair pair = pairs.get(i);
            for (int j = 0; j < width; j++) {
                source[i * width + j] = pair.source()[j];
            }
            input[i * steps] = bos;
            for (int t = 0; t < pair.steps(); t++) {
                int token = t < pair.target().length ? pair.target()[t] : eos;
                if (t + 1 < pair.steps()) {
                    input[i * steps + t + 1] = token;
                }
                positions[k] = (long) i * steps + t;
                gold[k++] = token;
            }
        }
        return new ForcedBatch(rows, width, steps, source, input, positions, gold);
    }

    /** Target tokens, end tokens included. */
    static int tokens(List<EncodedPair> pairs) {
        return pairs.stream().mapToInt(EncodedPair::steps).sum();
    }

    NDArray sources(NDManager manager) {
        return manager.create(source, new Shape(rows, width));
    }

    NDArray inputs(NDManager manager) {
        return manager.create(input, new Shape(rows, steps));
    }

    /** (tokens, 1) */
    NDArray golds(NDManager manager) {
        return manager.create(gold, new Shape(gold.length, 1));
    }

    /** (tokens, width): 1 where the source holds the gold token, else 0. */
    NDArray matches(NDManager manager) {
        float[] same = new float[gold.length * width];
        for (int k = 0; k < gold.length; k++) {
            int row = (int) (positions[k] / steps);
            for (int j = 0; j < width; j++) {
                same[k * width + j] = source[row * width + j] == gold[k] ? 1 : 0;
            }
        }
        return manager.create(same, new Shape(gold.length, width));
    }

    /** The same pairs with other tokens fed. */
    ForcedBatch fed(long[] tokens) {
        return new ForcedBatch(rows, width, steps, source, tokens, positions, gold);
    }

    /** Real positions of (rows, steps, any): (tokens, any). */
    NDArray real(NDArray values) {
        return at(values, positions);
    }

    /** Some positions, row · steps + step, of (rows, steps, any): (some, any). */
    NDArray at(NDArray values, long[] some) {
        long last = values.getShape().get(2);
        NDArray at = values.getManager().create(some, new Shape(some.length));
        return at.getNDArrayInternal()
                .embedding(at, values.reshape((long) rows * steps, last), ai.djl.ndarray.types.SparseFormat.DENSE)
                .singletonOrThrow();
    }
}
