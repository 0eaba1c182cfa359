package io.dragoman.export.onnx;

import io.dragoman.engine.graph.GraphBuilder;
import io.dragoman.export.network.NetworkShape;
import io.dragoman.export.network.NetworkWeights;
import org.jspecify.annotations.Nullable;

/** Attention in graphs: keys once a source, scores at every step. Mirrors the network's attention of the same kind. */
interface AttentionGraph {
    /** Adds the output {@code keys}; states (batch, source_length, directions·He). */
    void keys(GraphBuilder graph, String states);

    /** Dimensions of the keys, names or numbers. */
    String[] keyDimensions();

    /**
     * query (batch, H) to scores (batch, 1, source_length), before mask and soft-max.
     *
     * @param coverage (batch, source_length), the sum of the shares of the steps before; null where it is not read
     */
    String scores(GraphBuilder graph, String query, @Nullable String coverage);

    static AttentionGraph of(NetworkWeights weights) {
        NetworkShape shape = weights.shape();
        return switch (shape.options().attention()) {
            case NONE -> throw new IllegalArgumentException("no attention to export");
            case LUONG_DOT, LUONG_GENERAL -> ProductAttentionGraph.attention(weights);
            case BAHDANAU, LUONG_CONCAT -> new AdditiveAttentionGraph(weights);
        };
    }
}
