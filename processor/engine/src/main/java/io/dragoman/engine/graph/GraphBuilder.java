package io.dragoman.engine.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Builds one ONNX graph, opset 17, node after node. Every method that adds a value returns its name. A node's value is
 * named after its operator and place, so the same calls give the same bytes. Confined to one thread.
 */
public final class GraphBuilder {
    public static final int OPSET = 17;
    private static final int IR_VERSION = 8;

    /** Element types that the layout uses. */
    public enum Type {
        FLOAT(TensorProto.DataType.FLOAT),
        DOUBLE(TensorProto.DataType.DOUBLE),
        INT32(TensorProto.DataType.INT32),
        INT64(TensorProto.DataType.INT64),
        BOOL(TensorProto.DataType.BOOL);

        private final TensorProto.DataType code;

        Type(TensorProto.DataType code) {
            this.code = code;
        }

        /** As operators take it: attribute {@code to} of Cast. */
        public long code() {
            return code.getNumber();
        }
    }

    private final GraphProto.Builder graph = GraphProto.newBuilder();
    private final Set<String> constants = new HashSet<>();
    private final String prefix;

    public GraphBuilder(String name) {
        this(name, "");
    }

    /** @param prefix of every name that the builder makes up: those of a body must differ from those of the graph around it */
    GraphBuilder(String name, String prefix) {
        graph.setName(name);
        this.prefix = prefix;
    }

    /** An input; a dimension that is a number is fixed, any other is a symbol. */
    public String input(String name, Type type, String... dimensions) {
        graph.addInput(value(name, type, dimensions));
        return name;
    }

    public void output(String name, Type type, String... dimensions) {
        graph.addOutput(value(name, type, dimensions));
    }

    /** A float constant, row-major; a name stands for one constant, however often it is asked for. */
    public String constant(String name, float[] values, long... dimensions) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return constant(name, Type.FLOAT, bytes, dimensions);
    }

    public String constant(String name, double[] values, long... dimensions) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(values);
        return constant(name, Type.DOUBLE, bytes, dimensions);
    }

    public String constant(String name, long[] values, long... dimensions) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(values);
        return constant(name, Type.INT64, bytes, dimensions);
    }

    public String constant(String name, int[] values, long... dimensions) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asIntBuffer().put(values);
        return constant(name, Type.INT32, bytes, dimensions);
    }

    private String constant(String suffix, Type type, ByteBuffer bytes, long... dimensions) {
        String name = prefix + suffix;
        if (!constants.add(name)) {
            return name;
        }
        TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(type.code.getNumber());
        for (long dimension : dimensions) {
            tensor.addDims(dimension);
        }
        graph.addInitializer(tensor.setRawData(ByteString.copyFrom(bytes)));
        return name;
    }

    /** An axis as operators want it: a tensor of one number. */
    public String axis(int number) {
        return constant("axis." + number, new long[] {number}, 1);
    }

    /** Cuts the last axis of (batch, width) into parts of the given widths. */
    public List<String> splitAt(String value, long... widths) {
        StringBuilder name = new StringBuilder("widths");
        for (long width : widths) {
            name.append('.').append(width);
        }
        String cuts = constant(name.toString(), widths, widths.length);
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < widths.length; i++) {
            parts.add(prefix + "split_" + graph.getNodeCount() + "." + i);
        }
        node("Split", List.of(value, cuts), Map.of("axis", 1L), parts.toArray(new String[0]));
        return parts;
    }

    /** A node of one output with a name of its own. */
    public String node(String operator, List<String> inputs, Map<String, Object> attributes) {
        String name = prefix + operator.toLowerCase(Locale.ROOT) + "_" + graph.getNodeCount();
        node(operator, inputs, attributes, name);
        return name;
    }

    public String node(String operator, String... inputs) {
        return node(operator, List.of(inputs), Map.of());
    }

    String cast(String value, Type type) {
        return node("Cast", List.of(value), Map.of("to", type.code()));
    }

    /**
     * How many along an axis are true, int32, without that axis.
     *
     * @param axis 0 or more: along a negative one ONNX Runtime (1.29) leaves the axis of an empty tensor where it is
     */
    String sumOf(String flags, int axis) {
        return node("ReduceSum", List.of(cast(flags, Type.INT32), axis(axis)), Map.of("keepdims", 0L));
    }

    /** A node with named outputs; the empty name leaves an optional output out. Attributes: Long, Float, String, long[], GraphProto. */
    public void node(String operator, List<String> inputs, Map<String, Object> attributes, String... outputs) {
        NodeProto.Builder node = NodeProto.newBuilder()
                .setOpType(operator)
                .setName(prefix + operator + "_" + graph.getNodeCount())
                .addAllInput(inputs)
                .addAllOutput(List.of(outputs));
        attributes.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> node.addAttribute(attribute(entry.getKey(), entry.getValue())));
        graph.addNode(node);
    }

    private static AttributeProto attribute(String name, Object value) {
        AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name);
        switch (value) {
            case Long number ->
                attribute.setType(AttributeProto.AttributeType.INT).setI(number);
            case Float number ->
                attribute.setType(AttributeProto.AttributeType.FLOAT).setF(number);
            case String text ->
                attribute.setType(AttributeProto.AttributeType.STRING).setS(ByteString.copyFromUtf8(text));
            case long[] numbers -> {
                attribute.setType(AttributeProto.AttributeType.INTS);
                for (long number : numbers) {
                    attribute.addInts(number);
                }
            }
            case GraphProto body ->
                attribute.setType(AttributeProto.AttributeType.GRAPH).setG(body);
            default ->
                throw new IllegalArgumentException(
                        "attribute " + name + ": expected Long, Float, String, long[] or GraphProto, found "
                                + value.getClass().getSimpleName());
        }
        return attribute.build();
    }

    private static ValueInfoProto value(String name, Type type, String... dimensions) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (String dimension : dimensions) {
            TensorShapeProto.Dimension.Builder built = shape.addDimBuilder();
            if (Character.isDigit(dimension.charAt(0))) {
                built.setDimValue(Long.parseLong(dimension));
            } else {
                built.setDimParam(dimension);
            }
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder()
                        .setTensorType(TypeProto.Tensor.newBuilder()
                                .setElemType(type.code.getNumber())
                                .setShape(shape)))
                .build();
    }

    /**
     * Adds another graph's nodes and constants; its value x becomes {@code prefix + x}.
     *
     * @param fed the value that each of its inputs takes
     */
    public void include(GraphProto other, String prefix, Map<String, String> fed) {
        Inclusion inclusion = new Inclusion(prefix, fed);
        other.getInitializerList().forEach(constant -> graph.addInitializer(inclusion.constant(constant)));
        other.getNodeList().forEach(node -> graph.addNode(inclusion.node(node)));
    }

    /** As the body of a loop, which may read the values of the graph around it. */
    public GraphProto body() {
        return graph.build();
    }

    public ModelProto build() {
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .setProducerName("dragoman")
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
                .setGraph(graph)
                .build();
    }
}
