package io.dragoman.export.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Names and dimensions of a network's arrays. Weights are (out, in); a cell's gates are stacked as its
 * {@link CellKind} says; the first layer of a stack carries no number.
 */
public final class NetworkArrays {
    /** Target embedding; also the source's (three-way) and the output layer (three- and two-way). */
    public static final String EMBEDDING = "embedding";

    /** Projection of encoder outputs to the pointer's keys, (H, directions·He). */
    public static final String COPY_KEY = "copy.key";

    /** (1, H + directions·He + E): state, context, embedding. */
    public static final String COPY_GATE = "copy.gate.weight";

    public static final String COPY_GATE_BIAS = "copy.gate.bias";
    /** (H): what the attention makes of its coverage. */
    public static final String ATTENTION_COVERAGE = "attention.coverage";

    /** (H): what the pointer makes of its coverage. */
    public static final String COPY_COVERAGE = "copy.coverage";

    private static final String SOURCE_EMBEDDING = "source_embedding";
    private static final String OUTPUT_WEIGHT = "output.weight";

    private final NetworkShape shape;
    private final NetworkOptions options;

    public NetworkArrays(NetworkShape shape) {
        this.shape = shape;
        this.options = shape.options();
    }

    public String sourceEmbedding() {
        return options.tying() == Tying.THREE_WAY ? EMBEDDING : SOURCE_EMBEDDING;
    }

    public String outputWeight() {
        return options.tying() == Tying.UNTIED ? OUTPUT_WEIGHT : EMBEDDING;
    }

    /** Prefixes of the cells of an encoder layer, from 0, one a direction. */
    public List<String> encoderCells(int layer) {
        String prefix = numbered("encoder", layer);
        return switch (options.direction()) {
            case BIDIRECTIONAL -> List.of(prefix + ".forward", prefix + ".backward");
            case FORWARD -> List.of(prefix + ".forward");
            case REVERSED -> List.of(prefix + ".backward");
        };
    }

    /** Prefix of the cell of a decoder layer, from 0. */
    public String decoderCell(int layer) {
        return numbered("decoder", layer);
    }

    /** Prefix of the bridge to one state (from 0, the output first) of a decoder layer. */
    public String bridge(int layer, int state) {
        return numbered("bridge", layer) + (state == 0 ? "" : ".cell");
    }

    private static String numbered(String stack, int layer) {
        return layer == 0 ? stack : stack + ".layer" + layer;
    }

    Map<String, long[]> dimensions() {
        Map<String, long[]> arrays = new LinkedHashMap<>();
        long hidden = shape.decoderHidden();
        long width = shape.encoderWidth();
        long[] table = {shape.vocabulary(), shape.embedding()};
        arrays.put(EMBEDDING, table);
        if (options.tying() != Tying.THREE_WAY) {
            arrays.put(SOURCE_EMBEDDING, table.clone());
        }
        for (int layer = 0; layer < options.encoderLayers(); layer++) {
            for (String prefix : encoderCells(layer)) {
                cell(arrays, prefix, layer == 0 ? shape.embedding() : width, shape.encoderHidden());
            }
        }
        if (options.initialState() == InitialState.BRIDGE) {
            bridges(arrays, hidden, width);
        }
        for (int layer = 0; layer < options.decoderLayers(); layer++) {
            cell(arrays, decoderCell(layer), layer == 0 ? shape.embedding() + shape.fedWidth() : hidden, hidden);
        }
        attention(arrays, hidden, width);
        if (options.copying()) {
            arrays.put(COPY_KEY, new long[] {hidden, width});
            arrays.put(COPY_GATE, new long[] {1, hidden + width + shape.embedding()});
            arrays.put(COPY_GATE_BIAS, new long[] {1});
        }
        if (options.coverageAttention()) {
            arrays.put(options.copying() ? COPY_COVERAGE : ATTENTION_COVERAGE, new long[] {hidden});
        }
        arrays.put("combine.weight", new long[] {shape.embedding(), hidden + (options.attends() ? width : 0)});
        arrays.put("combine.bias", new long[] {shape.embedding()});
        if (options.tying() == Tying.UNTIED) {
            arrays.put(OUTPUT_WEIGHT, table.clone());
        }
        arrays.put("output.bias", new long[] {shape.vocabulary()});
        return arrays;
    }

    private void bridges(Map<String, long[]> arrays, long hidden, long width) {
        for (int layer = 0; layer < options.decoderLayers(); layer++) {
            for (int state = 0; state < options.cell().states(); state++) {
                arrays.put(bridge(layer, state) + ".weight", new long[] {hidden, width});
                arrays.put(bridge(layer, state) + ".bias", new long[] {hidden});
            }
        }
    }

    private void attention(Map<String, long[]> arrays, long hidden, long width) {
        if (options.attention() == AttentionKind.LUONG_GENERAL) {
            arrays.put("attention.weight", new long[] {hidden, width});
        } else if (options.attention().additive()) {
            arrays.put("attention.query", new long[] {hidden, hidden});
            arrays.put("attention.key", new long[] {hidden, width});
            arrays.put("attention.vector", new long[] {1, hidden});
        }
    }

    private void cell(Map<String, long[]> arrays, String prefix, long input, long hidden) {
        long rows = options.cell().gates() * hidden;
        arrays.put(prefix + ".weight_ih", new long[] {rows, input});
        arrays.put(prefix + ".weight_hh", new long[] {rows, hidden});
        arrays.put(prefix + ".bias_ih", new long[] {rows});
        arrays.put(prefix + ".bias_hh", new long[] {rows});
    }
}
