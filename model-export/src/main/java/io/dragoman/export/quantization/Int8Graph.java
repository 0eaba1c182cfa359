package io.dragoman.export.quantization;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.ArrayList;
import java.util.List;

/**
 * A graph whose matrices are 8-bit integers with one scale a row (symmetric, so zero stays zero).
 *
 * <p>A matrix becomes the constant expression {@code float(integers) · scale}, which ONNX Runtime folds when it loads the
 * graph: the file is a quarter, what runs is float and as fast. No scale is taken from the rows of a batch: what a
 * sentence becomes does not depend on its company.
 */
public final class Int8Graph {
    /** A constant of fewer values is left as it is. */
    private static final int FEWEST = 1024;

    private Int8Graph() {}

    /** The same graph, inputs and outputs as they are. */
    public static ModelProto quantize(ModelProto model) {
        GraphProto source = model.getGraph();
        GraphProto.Builder graph = source.toBuilder().clearInitializer().clearNode();
        List<NodeProto> unfolding = new ArrayList<>();
        for (TensorProto tensor : source.getInitializerList()) {
            if (isMatrix(tensor)) {
                QuantizedMatrix matrix = QuantizedMatrix.of(tensor);
                graph.addInitializer(matrix.integers()).addInitializer(matrix.scales());
                unfolding.addAll(unfolding(matrix));
            } else {
                graph.addInitializer(tensor);
            }
        }
        graph.addAllNode(unfolding).addAllNode(source.getNodeList());
        return model.toBuilder().setGraph(graph).build();
    }

    private static boolean isMatrix(TensorProto tensor) {
        return tensor.getDataType() == TensorProto.DataType.FLOAT_VALUE
                && tensor.getDimsCount() >= 2
                && tensor.getRawData().size() >= FEWEST * Float.BYTES;
    }

    private static List<NodeProto> unfolding(QuantizedMatrix matrix) {
        String numbers = matrix.name() + ".float";
        AttributeProto toFloat = AttributeProto.newBuilder()
                .setName("to")
                .setType(AttributeProto.AttributeType.INT)
                .setI(TensorProto.DataType.FLOAT_VALUE)
                .build();
        return List.of(
                node("Cast", List.of(matrix.integers().getName()), numbers)
                        .addAttribute(toFloat)
                        .build(),
                node("Mul", List.of(numbers, matrix.scales().getName()), matrix.name())
                        .build());
    }

    private static NodeProto.Builder node(String operator, List<String> inputs, String output) {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .setName("int8/" + output)
                .addAllInput(inputs)
                .addOutput(output);
    }
}
