package io.dragoman.export.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.dragoman.export.network.ReferenceDecoder;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Runs the exported graphs plainly, rows of several lengths in one batch, on one thread. Confined to one thread. */
public final class GraphDecoder implements ReferenceDecoder, AutoCloseable {
    private static final int MAX_ROWS = 32;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession encoder;
    private final OrtSession step;
    private final List<String> states;
    private final String scores;
    private final int bos;
    private final int eos;

    /** @throws IllegalStateException if ONNX Runtime refuses a graph */
    public GraphDecoder(RnnStepGraphs graphs, int bos, int eos) {
        this.bos = bos;
        this.eos = eos;
        this.states = graphs.states();
        this.scores = graphs.scores();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            encoder = environment.createSession(graphs.encoder().toByteArray(), options);
            step = environment.createSession(
                    visible(scores, graphs.decoderStep()).toByteArray(), options);
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime refuses the exported graphs: " + e.getMessage(), e);
        }
    }

    /** The step as it is exported, one value made visible if it is not among the outputs. */
    private static ModelProto visible(String value, ModelProto step) {
        if (step.getGraph().getOutputList().stream()
                .anyMatch(output -> output.getName().equals(value))) {
            return step;
        }
        ModelProto.Builder visible = step.toBuilder();
        visible.getGraphBuilder()
                .addOutputBuilder()
                .setName(value)
                .getTypeBuilder()
                .getTensorTypeBuilder()
                .setElemType(TensorProto.DataType.FLOAT_VALUE);
        return visible.build();
    }

    @Override
    public List<int[]> greedy(List<int[]> sources, int maxSteps) {
        List<int[]> decoded = new ArrayList<>();
        for (int from = 0; from < sources.size(); from += MAX_ROWS) {
            List<int[]> rows = sources.subList(from, Math.min(sources.size(), from + MAX_ROWS));
            int[][] ids = new int[rows.size()][maxSteps];
            int[] lengths = new int[rows.size()];
            Arrays.fill(lengths, -1);
            run(rows, maxSteps, (t, row, logits) -> {
                int best = argMax(logits);
                ids[row][t] = best;
                if (best == eos && lengths[row] < 0) {
                    lengths[row] = t;
                }
                return lengths[row] < 0 ? best : -1;
            });
            for (int row = 0; row < ids.length; row++) {
                decoded.add(Arrays.copyOf(ids[row], lengths[row] < 0 ? maxSteps : lengths[row]));
            }
        }
        return decoded;
    }

    @Override
    public float[][] forcedLogits(int[] source, int[] target) {
        float[][] rows = new float[target.length + 1][];
        run(List.of(source), target.length + 1, (t, row, logits) -> {
            rows[t] = logits;
            return t < target.length ? target[t] : -1;
        });
        return rows;
    }

    /** Sees a row's logits; gives its next token, or -1 when the row wants no more. */
    private interface Chooser {
        int next(int step, int row, float[] logits);
    }

    private void run(List<int[]> sources, int maxSteps, Chooser chooser) {
        int batch = sources.size();
        try (OrtSession.Result encoded = encode(sources)) {
            Map<String, OnnxTensor> inputs = new HashMap<>();
            for (String name : step.getInputNames()) {
                String origin = states.contains(name) ? "initial_" + name : name;
                encoded.get(origin).ifPresent(value -> inputs.put(name, (OnnxTensor) value));
            }
            List<OrtSession.Result> previous = new ArrayList<>();
            long[] tokens = new long[batch];
            Arrays.fill(tokens, bos);
            try (OnnxTensor topK = OnnxTensor.createTensor(environment, new long[] {1})) {
                inputs.put("top_k", topK);
                boolean running = true;
                for (int t = 0; t < maxSteps && running; t++) {
                    OrtSession.Result result = step(inputs, tokens);
                    previous.forEach(OrtSession.Result::close);
                    previous.clear();
                    previous.add(result);
                    for (String name : states) {
                        inputs.put(name, (OnnxTensor) result.get("next_" + name).orElseThrow());
                    }
                    float[][] logits =
                            (float[][]) result.get(scores).orElseThrow().getValue();
                    running = choose(chooser, t, logits, tokens);
                }
            } finally {
                previous.forEach(OrtSession.Result::close);
            }
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime failed on the exported graphs: " + e.getMessage(), e);
        }
    }

    private boolean choose(Chooser chooser, int t, float[][] logits, long[] tokens) {
        boolean running = false;
        for (int row = 0; row < tokens.length; row++) {
            int next = chooser.next(t, row, logits[row]);
            running |= next >= 0;
            tokens[row] = next < 0 ? eos : next;
        }
        return running;
    }

    private OrtSession.Result step(Map<String, OnnxTensor> inputs, long[] tokens) throws OrtException {
        try (OnnxTensor ids = OnnxTensor.createTensor(environment, tokens)) {
            inputs.put("token_ids", ids);
            return step.run(inputs);
        }
    }

    private OrtSession.Result encode(List<int[]> sources) throws OrtException {
        int batch = sources.size();
        int width = sources.stream().mapToInt(row -> row.length).max().orElse(0);
        long[] ids = new long[batch * width];
        int[] lengths = new int[batch];
        for (int row = 0; row < batch; row++) {
            int[] source = sources.get(row);
            lengths[row] = source.length;
            for (int i = 0; i < source.length; i++) {
                ids[row * width + i] = source[i];
            }
        }
        try (OnnxTensor sourceIds =
                        OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), new long[] {batch, width});
                OnnxTensor sourceLengths =
                        OnnxTensor.createTensor(environment, IntBuffer.wrap(lengths), new long[] {batch})) {
            return encoder.run(Map.of("source_ids", sourceIds, "source_lengths", sourceLengths));
        }
    }

    private static int argMax(float[] row) {
        int best = 0;
        for (int i = 1; i < row.length; i++) {
            if (row[i] > row[best]) {
                best = i;
            }
        }
        return best;
    }

    @Override
    public void close() {
        try {
            encoder.close();
            step.close();
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }
}
