package io.dragoman.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.dragoman.engine.TinyBundle;
import io.dragoman.engine.bundle.TensorSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BeamSearchGraphTest {
    private static final List<TensorSpec> STATES = List.of(new TensorSpec("state", "float", 2));
    private static final List<TensorSpec> MEMORIES = List.of(
            new TensorSpec("keys", "float", 3),
            new TensorSpec("values", "float", 3),
            new TensorSpec("mask", "float", 3));

    private static ModelProto read(String file) {
        try {
            return ModelProto.parseFrom(Files.readAllBytes(TinyBundle.folder().resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ModelProto whole(UnaryOperator<ModelProto.Builder> changed, @Nullable BlockedNgrams blocked) {
        return BeamSearchGraph.of(
                read("encoder.onnx"),
                changed.apply(read("decoder_step.onnx").toBuilder()).build(),
                STATES,
                MEMORIES,
                blocked);
    }

    private static Stream<@Nullable BlockedNgrams> blocked() {
        return Stream.of(null, new BlockedNgrams(1, 9), new BlockedNgrams(3, 9));
    }

    @ParameterizedTest
    @MethodSource("blocked")
    void everyValueIsWrittenOnce(@Nullable BlockedNgrams blocked) {
        GraphProto graph = whole(step -> step, blocked).getGraph();
        Set<String> written = new HashSet<>();
        graph.getInputList()
                .forEach(input -> assertThat(written.add(input.getName())).isTrue());
        writes(graph, written);
        assertThat(graph.getOutputList().stream().map(ValueInfoProto::getName))
                .containsExactly("ranked_tokens", "ranked_rows", "ranked_log_probs");
    }

    /** The names of a loop's body are no names of the graph around it, which the body may read. */
    private static void writes(GraphProto graph, Set<String> written) {
        graph.getInitializerList()
                .forEach(constant -> assertThat(written.add(constant.getName()))
                        .as(constant.getName())
                        .isTrue());
        for (NodeProto node : graph.getNodeList()) {
            for (AttributeProto attribute : node.getAttributeList()) {
                if (attribute.hasG()) {
                    attribute
                            .getG()
                            .getInputList()
                            .forEach(input ->
                                    assertThat(written.add(input.getName())).isTrue());
                    writes(attribute.getG(), written);
                }
            }
            node.getOutputList()
                    .forEach(
                            output -> assertThat(written.add(output)).as(output).isTrue());
        }
    }

    @Test
    void namesInsideANodesGraphFollow() {
        GraphProto inner = GraphProto.newBuilder()
                .addNode(NodeProto.newBuilder()
                        .setOpType("Add")
                        .addInput("x")
                        .addInput("y")
                        .addOutput("z"))
                .addOutput(ValueInfoProto.newBuilder().setName("z"))
                .build();
        NodeProto node = NodeProto.newBuilder()
                .setOpType("If")
                .addInput("x")
                .addInput("")
                .addOutput("out")
                .addAttribute(AttributeProto.newBuilder().setName("then_branch").setG(inner))
                .addAttribute(AttributeProto.newBuilder().setName("others").addGraphs(inner))
                .build();

        NodeProto renamed = new Inclusion("p/", Map.of("x", "fed")).node(node);

        assertThat(renamed.getInputList()).containsExactly("fed", "");
        assertThat(renamed.getOutputList()).containsExactly("p/out");
        for (GraphProto graph :
                List.of(renamed.getAttribute(0).getG(), renamed.getAttribute(1).getGraphs(0))) {
            assertThat(graph.getNode(0).getInputList()).containsExactly("fed", "p/y");
            assertThat(graph.getOutput(0).getName()).isEqualTo("p/z");
        }
    }

    @Test
    void graphsThatCannotBeMadeOneAreRefused() {
        refused("found versions 17 and 21 of operator set \"\"", step -> opset(step, 21));
        assertThatThrownBy(() -> Operators.of(
                        opset(ModelProto.newBuilder(), 11).build(),
                        opset(ModelProto.newBuilder(), 11).build()))
                .hasMessage("found opset 11, expected 13 or later");
        refused("found functions of its own", step -> step.addFunctions(FunctionProto.newBuilder()));
        refused("in a file beside the graph", step -> {
            TensorProto.Builder constant = step.getGraphBuilder().getInitializerBuilder(0);
            constant.setDataLocation(TensorProto.DataLocation.EXTERNAL);
            return step;
        });
    }

    private static ModelProto.Builder opset(ModelProto.Builder model, long version) {
        return model.clearOpsetImport()
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(version));
    }

    private static void refused(String why, UnaryOperator<ModelProto.Builder> changed) {
        assertThatThrownBy(() -> whole(changed, null))
                .isInstanceOf(GraphException.class)
                .hasMessageContaining(why);
    }
}
