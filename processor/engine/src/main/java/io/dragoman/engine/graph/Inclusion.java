package io.dragoman.engine.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.List;
import java.util.Map;

/**
 * One graph's nodes and constants as part of another: every name gets a prefix, but inputs take the names of the values that
 * are fed to them. Graphs inside nodes are renamed alike, so that what they read of the graph around them stays what it is.
 */
record Inclusion(String prefix, Map<String, String> fed) {
    private String renamed(String name) {
        if (name.isEmpty()) {
            return name; // an optional input or output that is left out
        }
        String value = fed.get(name);
        return value == null ? prefix + name : value;
    }

    private List<String> renamed(List<String> names) {
        return names.stream().map(this::renamed).toList();
    }

    NodeProto node(NodeProto node) {
        NodeProto.Builder copy = node.toBuilder()
                .setName(prefix + node.getName())
                .clearInput()
                .addAllInput(renamed(node.getInputList()))
                .clearOutput()
                .addAllOutput(renamed(node.getOutputList()));
        for (AttributeProto.Builder attribute : copy.getAttributeBuilderList()) {
            if (attribute.hasG()) {
                attribute.setG(inner(attribute.getG()));
            }
            for (int i = 0; i < attribute.getGraphsCount(); i++) {
                attribute.setGraphs(i, inner(attribute.getGraphs(i)));
            }
        }
        return copy.build();
    }

    TensorProto constant(TensorProto constant) {
        return constant.toBuilder().setName(renamed(constant.getName())).build();
    }

    private GraphProto inner(GraphProto graph) {
        return GraphProto.newBuilder()
                .setName(graph.getName())
                .addAllNode(graph.getNodeList().stream().map(this::node).toList())
                .addAllInitializer(
                        graph.getInitializerList().stream().map(this::constant).toList())
                .addAllInput(graph.getInputList().stream().map(this::value).toList())
                .addAllOutput(graph.getOutputList().stream().map(this::value).toList())
                .build();
    }

    private ValueInfoProto value(ValueInfoProto value) {
        return value.toBuilder().setName(renamed(value.getName())).build();
    }
}
