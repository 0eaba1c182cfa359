package io.dragoman.engine.graph;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.Map;
import java.util.TreeMap;

/** Versions of the operators, by domain, that two models have in common. */
record Operators(Map<String, Long> versions, long format) {
    private static final int OLDEST = 13; // since then sums and shapes take axes as inputs

    /** @throws GraphException where they have none in common, or hold what cannot be put into another graph */
    static Operators of(ModelProto first, ModelProto second) {
        Map<String, Long> versions = new TreeMap<>();
        for (ModelProto model : new ModelProto[] {first, second}) {
            refuseParts(model);
            for (OperatorSetIdProto set : model.getOpsetImportList()) {
                Long other = versions.put(set.getDomain(), set.getVersion());
                if (other != null && other != set.getVersion()) {
                    throw new GraphException("found versions %d and %d of operator set \"%s\", expected one"
                            .formatted(other, set.getVersion(), set.getDomain()));
                }
            }
        }
        long standard = versions.getOrDefault("", 0L);
        if (standard < OLDEST) {
            throw new GraphException("found opset %d, expected %d or later".formatted(standard, OLDEST));
        }
        return new Operators(versions, Math.max(first.getIrVersion(), second.getIrVersion()));
    }

    private static void refuseParts(ModelProto model) {
        if (model.getFunctionsCount() > 0) {
            throw new GraphException("found functions of its own, expected none");
        }
        if (model.getGraph().getSparseInitializerCount() > 0) {
            throw new GraphException("found sparse constants, expected none");
        }
        for (TensorProto constant : model.getGraph().getInitializerList()) {
            if (constant.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
                throw new GraphException("found constant %s in a file beside the graph, expected all in one file"
                        .formatted(constant.getName()));
            }
        }
    }

    ModelProto in(ModelProto model) {
        ModelProto.Builder built = model.toBuilder().setIrVersion(format).clearOpsetImport();
        versions.forEach((domain, version) -> built.addOpsetImport(
                OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version)));
        return built.build();
    }
}
