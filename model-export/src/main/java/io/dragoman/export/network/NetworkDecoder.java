package io.dragoman.export.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Greedy decoding and forced logits with the trained network itself: what dev scores are measured with and what an
 * export is held against. Slow and plain; serving uses the exported graphs.
 */
public final class NetworkDecoder implements ReferenceDecoder {
    private static final int MAX_ROWS = 128;

    private final Seq2SeqNetwork network;
    private final int bos;
    private final int eos;

    public NetworkDecoder(Seq2SeqNetwork network, int bos, int eos) {
        this.network = network;
        this.bos = bos;
        this.eos = eos;
    }

    @Override
    public List<int[]> greedy(List<int[]> sources, int maxSteps) {
        Map<Integer, List<Integer>> byLength = new TreeMap<>();
        for (int i = 0; i < sources.size(); i++) {
            byLength.computeIfAbsent(sources.get(i).length, k -> new ArrayList<>())
                    .add(i);
        }
        int[][] results = new int[sources.size()][];
        for (List<Integer> bucket : byLength.values()) {
            for (int from = 0; from < bucket.size(); from += MAX_ROWS) {
                List<Integer> rows = bucket.subList(from, Math.min(bucket.size(), from + MAX_ROWS));
                int[][] decoded = greedyBatch(rows.stream().map(sources::get).toList(), maxSteps);
                for (int i = 0; i < decoded.length; i++) {
                    results[rows.get(i)] = decoded[i];
                }
            }
        }
        return Arrays.asList(results);
    }

    private int[][] greedyBatch(List<int[]> sources, int maxSteps) {
        int batch = sources.size();
        int[][] ids = new int[batch][maxSteps];
        int[] lengths = new int[batch];
        Arrays.fill(lengths, -1);
        try (NDManager step = network.manager().newSubManager()) {
            SourceStates source = network.encode(matrix(step, sources), Dropout.NONE);
            List<NDArray> state = source.initial();
            long[] previous = new long[batch];
            Arrays.fill(previous, bos);
            int running = batch;
            for (int t = 0; t < maxSteps && running > 0; t++) {
                NDArray input = step.create(previous, new Shape(batch, 1));
                Decoded decoded = network.decode(input, source, state, Dropout.NONE);
                state = decoded.state();
                previous = best(decoded, sources);
                for (int row = 0; row < batch; row++) {
                    ids[row][t] = (int) previous[row];
                    if (lengths[row] < 0 && previous[row] == eos) {
                        lengths[row] = t;
                        running--;
                    }
                }
            }
        }
        int[][] cut = new int[batch][];
        Arrays.setAll(cut, row -> Arrays.copyOf(ids[row], lengths[row] < 0 ? maxSteps : lengths[row]));
        return cut;
    }

    /** Likeliest token of each row after one step. */
    private long[] best(Decoded decoded, List<int[]> sources) {
        NDArray logits = network.logits(decoded.combined().reshape(sources.size(), -1));
        Copying copying = decoded.copying();
        if (copying == null) {
            return logits.argMax(1).toType(DataType.INT64, false).toLongArray();
        }
        long[] best = new long[sources.size()];
        float[][] logProbs = Mixture.logProbs(logits, copying, sources);
        for (int row = 0; row < best.length; row++) {
            for (int token = 1; token < logProbs[row].length; token++) {
                if (logProbs[row][token] > logProbs[row][(int) best[row]]) {
                    best[row] = token;
                }
            }
        }
        return best;
    }

    @Override
    public float[][] forcedLogits(int[] source, int[] target) {
        try (NDManager step = network.manager().newSubManager()) {
            SourceStates states = network.encode(matrix(step, List.of(source)), Dropout.NONE);
            long[] input = new long[target.length + 1];
            input[0] = bos;
            for (int i = 0; i < target.length; i++) {
                input[i + 1] = target[i];
            }
            Decoded decoded = network.decode(
                    step.create(input, new Shape(1, input.length)), states, states.initial(), Dropout.NONE);
            NDArray logits = network.logits(decoded.combined().reshape(input.length, -1));
            Copying copying = decoded.copying();
            if (copying != null) {
                return Mixture.logProbs(logits, copying, List.of(source));
            }
            float[] flat = logits.toFloatArray();
            int vocabulary = flat.length / input.length;
            float[][] rows = new float[input.length][];
            Arrays.setAll(rows, i -> Arrays.copyOfRange(flat, i * vocabulary, (i + 1) * vocabulary));
            return rows;
        }
    }

    private static NDArray matrix(NDManager manager, List<int[]> rows) {
        int width = rows.getFirst().length;
        long[] flat = new long[rows.size() * width];
        for (int i = 0; i < rows.size(); i++) {
            for (int j = 0; j < width; j++) {
                flat[i * width + j] = rows.get(i)[j];
            }
        }
        return manager.create(flat, new Shape(rows.size(), width));
    }
}
