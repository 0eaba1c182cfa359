package io.dragoman.export.network;

import ai.djl.ndarray.NDArray;

/**
 * Scores of source positions. A new attention is one implementation here, its mirror among the graphs, and an
 * {@link AttentionKind}.
 */
interface Attention {
    /** What scores need of the source, once: outputs (batch, source, directions·He) to keys of any shape. */
    NDArray keys(NDArray outputs);

    /** queries (batch, steps, H) to scores (batch, steps, source), before the soft-max. */
    NDArray scores(NDArray queries, NDArray keys);

    static Attention of(NetworkShape shape, Parameters parameters) {
        return switch (shape.options().attention()) {
            case NONE -> throw new IllegalArgumentException("no attention to build");
            case LUONG_DOT -> new ProductAttention(outputs -> outputs, shape.attentionScale());
            case LUONG_GENERAL ->
                new ProductAttention(
                        outputs -> Operators.project(outputs, parameters.get("attention.weight")),
                        shape.attentionScale());
            case BAHDANAU, LUONG_CONCAT -> new AdditiveAttention(parameters);
        };
    }
}
