package io.dragoman.engine.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.dragoman.engine.bundle.GraphSpec;
import io.dragoman.engine.bundle.TensorSpec;
import io.dragoman.engine.model.ModelException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Holds a graph's tensors against what {@code bundle.json} says, and that against what the layout needs. */
final class GraphCheck {
    private GraphCheck() {}

    /** @throws ModelException one message with every difference */
    static void check(String graph, OrtSession session, GraphSpec spec, GraphSpec layout) throws OrtException {
        List<String> problems = new ArrayList<>();
        compare("bundle.json input", described(spec.inputs()), described(layout.inputs()), true, problems);
        compare("bundle.json output", described(spec.outputs()), described(layout.outputs()), false, problems);
        compare("graph input", found(session.getInputInfo()), described(spec.inputs()), true, problems);
        compare("graph output", found(session.getOutputInfo()), described(spec.outputs()), true, problems);
        if (!problems.isEmpty()) {
            throw new ModelException("graph %s (%s): %s; export the model again"
                    .formatted(graph, spec.file(), String.join("; ", problems)));
        }
    }

    private static void compare(
            String what,
            Map<String, String> found,
            Map<String, String> expected,
            boolean exact,
            List<String> problems) {
        expected.forEach((name, shape) -> {
            String actual = found.get(name);
            if (!shape.equals(actual)) {
                problems.add(
                        "%s %s: found %s, expected %s".formatted(what, name, actual == null ? "none" : actual, shape));
            }
        });
        if (exact) {
            found.forEach((name, shape) -> {
                if (!expected.containsKey(name)) {
                    problems.add("%s %s: found %s, expected none".formatted(what, name, shape));
                }
            });
        }
    }

    private static Map<String, String> described(List<TensorSpec> tensors) {
        Map<String, String> shapes = new TreeMap<>();
        tensors.forEach(t -> shapes.put(t.name(), shape(t.type(), t.rank())));
        return shapes;
    }

    private static Map<String, String> found(Map<String, NodeInfo> nodes) {
        Map<String, String> shapes = new HashMap<>();
        nodes.forEach((name, node) -> shapes.put(
                name,
                node.getInfo() instanceof TensorInfo tensor
                        ? shape(type(tensor.type), tensor.getShape().length)
                        : "no tensor"));
        return shapes;
    }

    private static String type(OnnxJavaType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }

    private static String shape(String type, int rank) {
        return "%s of rank %d".formatted(type, rank);
    }
}
