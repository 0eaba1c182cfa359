package io.dragoman.engine.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.dragoman.engine.bundle.GraphSpec;
import io.dragoman.engine.bundle.TensorSpec;
import io.dragoman.engine.model.ForcedStep;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Outputs of the decoder step that search leaves out and explanation reads; a graph need not have them. */
final class StepDetail {
    static final String LOG_PROBS = "log_probs";

    private static final String ATTENTION = "attention";
    private static final List<TensorSpec> KNOWN = List.of(
            new TensorSpec(LOG_PROBS, "float", 2), // (batch, vocabulary)
            new TensorSpec(ATTENTION, "float", 2)); // (batch, source length)

    private StepDetail() {}

    /** Names of those that a step has. */
    static Set<String> of(GraphSpec step) {
        return step.outputs().stream()
                .filter(KNOWN::contains)
                .map(TensorSpec::name)
                .collect(Collectors.toSet());
    }

    static ForcedStep read(OrtSession.Result result, int[] next) throws OrtException {
        float[] logProbs = new float[next.length];
        if (result.get(LOG_PROBS).orElse(null) instanceof OnnxTensor tensor) {
            FloatBuffer all = tensor.getFloatBuffer();
            int vocabulary = all.remaining() / next.length;
            for (int row = 0; row < next.length; row++) {
                logProbs[row] = all.get(row * vocabulary + next[row]);
            }
        }
        if (!(result.get(ATTENTION).orElse(null) instanceof OnnxTensor tensor)) {
            return new ForcedStep(logProbs, new float[0][]);
        }
        FloatBuffer weights = tensor.getFloatBuffer();
        float[][] attention = new float[next.length][weights.remaining() / next.length];
        for (float[] row : attention) {
            weights.get(row);
        }
        return new ForcedStep(logProbs, attention);
    }
}
