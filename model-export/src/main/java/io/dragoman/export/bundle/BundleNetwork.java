package io.dragoman.export.bundle;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dragoman.engine.bundle.GraphSpec;
import io.dragoman.engine.bundle.ModelBundle;
import io.dragoman.export.network.NetworkShape;
import io.dragoman.export.network.NetworkWeights;
import io.dragoman.export.onnx.GraphWeights;
import io.dragoman.export.onnx.RnnStepGraphs;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;

/**
 * The network inside a bundle, as it was before it became graphs.
 *
 * @param graphs as they are in the bundle's files
 * @param weights read back from them
 */
public record BundleNetwork(RnnStepGraphs graphs, NetworkWeights weights) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** @throws IllegalArgumentException when the bundle does not say its network's shape, or its graphs hold another */
    public static BundleNetwork read(ModelBundle bundle) throws IOException {
        RnnStepGraphs graphs = graphs(bundle);
        try {
            return new BundleNetwork(graphs, GraphWeights.read(graphs, shape(bundle)));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("bundle " + bundle.folder() + ": " + e.getMessage(), e);
        }
    }

    /** The graphs in a bundle's files. */
    public static RnnStepGraphs graphs(ModelBundle bundle) throws IOException {
        return RnnStepGraphs.parse(bytes(bundle, "encoder"), bytes(bundle, "decoderStep"));
    }

    private static byte[] bytes(ModelBundle bundle, String graph) throws IOException {
        GraphSpec spec = bundle.manifest().graphs().get(graph);
        if (spec == null) {
            throw new IllegalArgumentException("bundle " + bundle.folder() + ": found no graph " + graph);
        }
        return Files.readAllBytes(bundle.file(spec.file()));
    }

    private static NetworkShape shape(ModelBundle bundle) {
        if (bundle.manifest().provenance().get("run") instanceof Map<?, ?> run && run.get("shape") != null) {
            return JSON.convertValue(run.get("shape"), NetworkShape.class);
        }
        throw new IllegalArgumentException("found no provenance.run.shape in bundle.json, expected what export writes");
    }
}
