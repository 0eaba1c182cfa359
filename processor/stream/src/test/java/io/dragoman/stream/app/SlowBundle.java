package io.dragoman.stream.app;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.dragoman.engine.bundle.ModelBundle;
import io.dragoman.engine.graph.GraphBuilder;
import io.dragoman.engine.graph.GraphBuilder.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The tests' bundle with an encoder that also counts, in ONNX Runtime, to the fourth power of its longest source's length: ids and scores stay
 * as they were, and a text of 60 characters takes some 10 s, in one native call that knows no deadline.
 */
final class SlowBundle {
    private static final String STATE = "initial_state";

    private SlowBundle() {}

    static Path write(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(Monitored.bundle("tiny-reversal"))) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName().toString()));
            }
        }
        ModelBundle fast = ModelBundle.load(folder);
        Path encoder = folder.resolve("encoder.onnx");
        Files.write(
                encoder, slow(ModelProto.parseFrom(Files.readAllBytes(encoder))).toByteArray());
        ModelBundle.seal(folder, fast.manifest());
        return folder;
    }

    private static ModelProto slow(ModelProto fast) {
        GraphBuilder graph = new GraphBuilder("slow_encoder");
        String ids = graph.input("source_ids", Type.INT64, "batch", "source length");
        String lengths = graph.input("source_lengths", Type.INT32, "batch");
        graph.include(fast.getGraph(), "fast/", Map.of(ids, ids, lengths, lengths));
        String length = cast(graph, graph.node("ReduceMax", List.of(lengths), Map.of("keepdims", 0L)), Type.INT64);
        String square = graph.node("Mul", length, length);
        String trips = graph.node("Mul", square, square);
        String begin = cast(graph, trips, Type.FLOAT);
        graph.node("Loop", List.of(trips, "", begin), Map.of("body", idle()), "end");
        String zero = graph.node("Sub", "end", begin);
        List<ValueInfoProto> outputs = fast.getGraph().getOutputList();
        for (ValueInfoProto output : outputs) {
            String name = output.getName();
            if (name.equals(STATE)) { // what waits for the loop
                graph.node("Add", List.of("fast/" + name, zero), Map.of(), name);
            } else {
                graph.node("Identity", List.of("fast/" + name), Map.of(), name);
            }
        }
        ModelProto.Builder model = graph.build().toBuilder();
        model.getGraphBuilder().addAllOutput(outputs);
        return model.build();
    }

    private static String cast(GraphBuilder graph, String value, Type type) {
        return graph.node("Cast", List.of(value), Map.of("to", type.code()));
    }

    private static GraphProto idle() {
        GraphBuilder body = new GraphBuilder("idle");
        body.input("trip", Type.INT64);
        body.input("more", Type.BOOL);
        body.input("number", Type.FLOAT);
        body.node("Identity", List.of("more"), Map.of(), "more_next");
        body.node("Identity", List.of("number"), Map.of(), "number_next");
        body.output("more_next", Type.BOOL);
        body.output("number_next", Type.FLOAT);
        return body.body();
    }
}
