package io.dragoman.export.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import io.dragoman.export.network.NetworkArrays;
import io.dragoman.export.network.NetworkOptions;
import io.dragoman.export.network.NetworkShape;
import io.dragoman.export.network.NetworkWeights;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The network's weights read back from its graphs: what {@link EncoderGraph} and {@link DecoderStepGraph} scaled,
 * reordered, cut and joined, undone. A factor may cost the last bit of a value. An array that a graph holds as it is, it
 * holds under the array's own name.
 */
public final class GraphWeights {
    private final NetworkShape shape;
    private final NetworkOptions options;
    private final NetworkArrays arrays;
    private final Map<String, float[]> constants = new HashMap<>();
    private final Map<String, float[]> found = new HashMap<>();

    private GraphWeights(RnnStepGraphs graphs, NetworkShape shape) {
        this.shape = shape;
        this.options = shape.options();
        this.arrays = new NetworkArrays(shape);
        Stream.of(graphs.encoder(), graphs.decoderStep()).forEach(this::collect);
    }

    /** @throws IllegalArgumentException naming the constant that is missing or has another size */
    public static NetworkWeights read(RnnStepGraphs graphs, NetworkShape shape) {
        return new GraphWeights(graphs, shape).read();
    }

    private void collect(ModelProto graph) {
        for (TensorProto tensor : graph.getGraph().getInitializerList()) {
            if (tensor.getDataType() == TensorProto.DataType.FLOAT_VALUE) {
                float[] values = new float[tensor.getRawData().size() / Float.BYTES];
                tensor.getRawData()
                        .asReadOnlyByteBuffer()
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .asFloatBuffer()
                        .get(values);
                constants.put(tensor.getName(), values);
            }
        }
    }

    private NetworkWeights read() {
        for (int layer = 0; layer < options.encoderLayers(); layer++) {
            encoderLayer(layer);
        }
        for (int layer = 0; layer < options.decoderLayers(); layer++) {
            decoderLayer(layer);
        }
        attention();
        combination();
        Map<String, float[]> ordered = new LinkedHashMap<>();
        shape.arrays().forEach((name, dimensions) -> {
            int size = Math.toIntExact(elements(dimensions));
            float[] array = found.get(name);
            ordered.put(name, array == null ? constant(name, size) : array);
        });
        return new NetworkWeights(shape, ordered);
    }

    private void encoderLayer(int layer) {
        CellGraph cell = CellGraph.of(options.cell(), shape.encoderHidden());
        int hidden = shape.encoderHidden();
        int rows = options.cell().gates() * hidden;
        int width = layer == 0 ? shape.embedding() : shape.encoderWidth();
        List<String> cells = arrays.encoderCells(layer);
        String prefix = "layer" + layer;
        float[] input = constant(prefix + ".input", cells.size() * rows * width);
        if (layer == 0) {
            input = Matrices.scaled(input, (float) (1 / Math.sqrt(width)));
        }
        float[] recurrent = constant(prefix + ".recurrent", cells.size() * rows * hidden);
        float[] bias = constant(prefix + ".bias", 2 * cells.size() * rows);
        for (int d = 0; d < cells.size(); d++) {
            int[] gates = cell.sequenceGates();
            put(cells.get(d) + ".weight_ih", part(input, d, rows * width), hidden * width, gates);
            put(cells.get(d) + ".weight_hh", part(recurrent, d, rows * hidden), hidden * hidden, gates);
            put(cells.get(d) + ".bias_ih", part(bias, 2 * d, rows), hidden, gates);
            put(cells.get(d) + ".bias_hh", part(bias, 2 * d + 1, rows), hidden, gates);
        }
    }

    private void decoderLayer(int layer) {
        int hidden = shape.decoderHidden();
        CellGraph cell = CellGraph.of(options.cell(), hidden);
        int rows = options.cell().gates() * hidden;
        String prefix = arrays.decoderCell(layer);
        int width = layer == 0 ? shape.embedding() : hidden;
        float[] input = constant(prefix + ".input", rows * width);
        if (layer == 0 && options.inputFeeding()) {
            float[] fed = constant(prefix + ".fed", rows * shape.embedding());
            input = Matrices.joined(rows, input, fed);
        } else if (layer == 0 && options.contextFed()) {
            input = Matrices.joined(rows, input, part(values(), 0, rows * shape.encoderWidth()));
        }
        put(prefix + ".weight_ih", input, input.length / options.cell().gates(), cell.stepGates());
        float[] recurrent = constant(prefix + ".recurrent", rows * hidden);
        put(prefix + ".weight_hh", recurrent, hidden * hidden, cell.stepGates());
        put(prefix + ".bias_ih", constant(prefix + ".input.bias", rows), hidden, cell.stepGates());
        // where the graph holds the sum of both biases, the first is the sum and the second nothing
        float[] bias = cell.recurrentBiasJoinsInput() ? new float[rows] : constant(prefix + ".recurrent.bias", rows);
        put(prefix + ".bias_hh", bias, hidden, cell.stepGates());
    }

    private void attention() {
        int hidden = shape.decoderHidden();
        int width = shape.encoderWidth();
        if (options.attention().additive()) {
            found.put("attention.key", turned("attention.key.transposed", width, hidden));
            found.put("attention.query", turned("attention.query.transposed", hidden, hidden));
        } else if (shape.arrays().containsKey("attention.weight")) {
            float[] scaled = turned("attention.transposed", width, hidden);
            found.put("attention.weight", Matrices.scaled(scaled, 1 / shape.attentionScale()));
        }
        if (options.copying()) {
            float[] scaled = turned("copy.transposed", width, hidden);
            found.put(NetworkArrays.COPY_KEY, Matrices.scaled(scaled, 1 / shape.attentionScale()));
        }
        if (options.coverageAttention() && !options.coverageInSums()) {
            String array = options.copying() ? NetworkArrays.COPY_COVERAGE : NetworkArrays.ATTENTION_COVERAGE;
            float[] scaled = constant(array + ".scaled", hidden);
            found.put(array, Matrices.scaled(scaled, 1 / shape.attentionScale()));
        }
    }

    private void combination() {
        int rows = shape.embedding();
        float[] state = constant("combine.state", rows * shape.decoderHidden());
        if (!options.attends()) {
            found.put("combine.weight", state);
            return;
        }
        int before = options.contextFed() ? options.cell().gates() * shape.decoderHidden() : 0;
        int width = shape.encoderWidth();
        float[] values = values();
        float[] bias = constant("values.bias", ValueFold.width(shape));
        float[] context = Arrays.copyOfRange(values, before * width, (before + rows) * width);
        found.put("combine.weight", Matrices.joined(rows, state, context));
        found.put("combine.bias", Arrays.copyOfRange(bias, before, before + rows));
        if (options.copying()) {
            float[] ofContext = Arrays.copyOfRange(values, (before + rows) * width, values.length);
            found.put(
                    NetworkArrays.COPY_GATE,
                    Matrices.concat(
                            constant("copy.gate.state", shape.decoderHidden()),
                            ofContext,
                            constant("copy.gate.token", rows)));
            found.put(NetworkArrays.COPY_GATE_BIAS, Arrays.copyOfRange(bias, before + rows, bias.length));
        }
    }

    /** (width of the values, directions·He) */
    private float[] values() {
        return turned("values.weight.transposed", shape.encoderWidth(), ValueFold.width(shape));
    }

    private float[] turned(String name, int rows, int columns) {
        return Matrices.transposed(constant(name, rows * columns), rows, columns);
    }

    private void put(String array, float[] ordered, int gateSize, int[] gates) {
        found.put(array, Matrices.unblocked(ordered, gateSize, gates));
    }

    private static float[] part(float[] values, int index, int size) {
        float[] cut = new float[size];
        System.arraycopy(values, index * size, cut, 0, size);
        return cut;
    }

    private static long elements(long[] dimensions) {
        long product = 1;
        for (long dimension : dimensions) {
            product *= dimension;
        }
        return product;
    }

    private float[] constant(String name, int size) {
        float[] values = constants.get(name);
        if (values == null || values.length != size) {
            throw new IllegalArgumentException("graphs: expected " + size + " values of " + name + ", found "
                    + (values == null ? "none" : values.length)
                    + "; they are quantised or of another release: export the run again with this one");
        }
        return values;
    }
}
