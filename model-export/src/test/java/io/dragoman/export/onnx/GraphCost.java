package io.dragoman.export.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.lang.management.ManagementFactory;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * What a target token costs in ONNX Runtime: CPU time of the calling thread, which does all the work, for an encoder run and its steps, by the
 * tokens made. Sources and targets are of one length and their ids are drawn: no graph's cost depends on them. Nothing but the best tokens is
 * fetched, as in serving.
 */
public final class GraphCost implements AutoCloseable {
    private static final int LENGTH = 15;
    private static final long BEST = 5;
    private static final int EOS = 2;
    private static final int FIRST_PIECE = 300;

    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession encoder;
    private final OrtSession step;
    private final List<String> states;
    private final Set<String> fetched = new HashSet<>(Set.of("top_log_probs", "top_ids"));
    private final int vocabulary;

    public GraphCost(RnnStepGraphs graphs, int vocabulary) {
        this.vocabulary = vocabulary;
        this.states = graphs.states();
        states.forEach(state -> fetched.add("next_" + state));
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(1);
            encoder = environment.createSession(graphs.encoder().toByteArray(), options);
            step = environment.createSession(graphs.decoderStep().toByteArray(), options);
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One batch of so many rows, nanoseconds a token. */
    public double nanosPerToken(int rows) {
        long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        try {
            run(rows);
        } catch (OrtException e) {
            throw new IllegalStateException(e);
        }
        return (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before) / (double) (rows * LENGTH);
    }

    private void run(int rows) throws OrtException {
        Random random = new Random(1);
        long[] ids = random.longs((long) rows * LENGTH, FIRST_PIECE, vocabulary).toArray();
        for (int row = 0; row < rows; row++) {
            ids[row * LENGTH + LENGTH - 1] = EOS;
        }
        int[] lengths = new int[rows];
        Arrays.fill(lengths, LENGTH);
        long[] tokens = random.longs(rows, FIRST_PIECE, vocabulary).toArray();
        List<OrtSession.Result> open = new ArrayList<>();
        try (OnnxTensor sourceIds =
                        OnnxTensor.createTensor(environment, LongBuffer.wrap(ids), new long[] {rows, LENGTH});
                OnnxTensor sourceLengths =
                        OnnxTensor.createTensor(environment, IntBuffer.wrap(lengths), new long[] {rows});
                OnnxTensor topK = OnnxTensor.createTensor(environment, new long[] {BEST});
                OnnxTensor tokenIds = OnnxTensor.createTensor(environment, tokens);
                OrtSession.Result encoded =
                        encoder.run(Map.of("source_ids", sourceIds, "source_lengths", sourceLengths))) {
            Map<String, OnnxTensor> inputs = new HashMap<>(Map.of("top_k", topK, "token_ids", tokenIds));
            for (String name : step.getInputNames()) {
                encoded.get(states.contains(name) ? "initial_" + name : name)
                        .ifPresent(value -> inputs.put(name, (OnnxTensor) value));
            }
            for (int t = 0; t < LENGTH; t++) {
                OrtSession.Result result = step.run(inputs, fetched);
                open.add(result);
                for (String name : states) {
                    inputs.put(name, (OnnxTensor) result.get("next_" + name).orElseThrow());
                }
            }
        } finally {
            for (OrtSession.Result result : open) {
                result.close();
            }
        }
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
