package io.dragoman.export.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import org.jspecify.annotations.Nullable;

/**
 * Shares of source positions. A new attention is one implementation here, its mirror among the graphs, and an
 * {@link AttentionKind}.
 */
interface Attention {
    /** What scores need of the source, once: outputs (batch, source, directions·He) to keys of any shape. */
    NDArray keys(NDArray outputs);

    /** queries (batch, steps, H) to what scores are made of, (batch, steps, source, …). */
    NDArray sums(NDArray queries, NDArray keys);

    /**
     * What coverage adds to the sums of one step.
     *
     * @param coverage (batch, 1, source), the sum of the shares of the steps before
     * @param query (batch, 1, H)
     */
    NDArray ofCoverage(NDArray coverage, NDArray query);

    /** sums to scores (batch, steps, source), before the soft-max. */
    NDArray scores(NDArray sums);

    /**
     * Queries (batch, steps, H) to shares (batch, steps, source), each row of sum 1: of all steps at once, or where
     * attention reads its coverage one after the other, for each step's shares are in the next one's.
     *
     * @param coverage (batch, 1, source) before the first step; null where it is not read
     */
    default NDArray shares(NDArray queries, NDArray keys, @Nullable NDArray coverage) {
        NDArray sums = sums(queries, keys);
        if (coverage == null) {
            return scores(sums).softmax(2);
        }
        int steps = (int) queries.getShape().get(1);
        NDList query = queries.split(steps, 1);
        NDList sum = sums.split(steps, 1);
        NDList shares = new NDList();
        NDArray covered = coverage;
        for (int t = 0; t < steps; t++) {
            NDArray share =
                    scores(sum.get(t).add(ofCoverage(covered, query.get(t)))).softmax(2);
            covered = covered.add(share);
            shares.add(share);
        }
        // of one array, DJL's concatenation is a copy that no gradient passes
        return steps == 1 ? shares.getFirst() : NDArrays.concat(shares, 1);
    }

    static Attention of(NetworkShape shape, Parameters parameters) {
        return switch (shape.options().attention()) {
            case NONE -> throw new IllegalArgumentException("no attention to build");
            case LUONG_DOT ->
                new ProductAttention(
                        parameters, outputs -> outputs, shape.attentionScale(), NetworkArrays.ATTENTION_COVERAGE);
            case LUONG_GENERAL ->
                new ProductAttention(
                        parameters,
                        outputs -> Operators.project(outputs, parameters.get("attention.weight")),
                        shape.attentionScale(),
                        NetworkArrays.ATTENTION_COVERAGE);
            case BAHDANAU, LUONG_CONCAT -> new AdditiveAttention(parameters);
        };
    }
}
