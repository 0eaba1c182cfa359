package io.dragoman.export.onnx;

import io.dragoman.export.network.AttentionKind;
import io.dragoman.export.network.NetworkArrays;
import io.dragoman.export.network.NetworkOptions;
import io.dragoman.export.network.NetworkShape;
import io.dragoman.export.network.NetworkWeights;
import io.dragoman.export.network.ReferenceDecoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** The network's forward pass in plain double loops, one sentence and one step at a time, straight from its formulas. */
public final class PlainNetwork implements ReferenceDecoder {
    private final NetworkShape shape;
    private final NetworkOptions options;
    private final NetworkArrays names;
    private final PlainCells cells;
    private final int bos;
    private final int eos;

    public PlainNetwork(NetworkWeights weights, int bos, int eos) {
        this.shape = weights.shape();
        this.options = shape.options();
        this.names = new NetworkArrays(shape);
        this.cells = new PlainCells(weights);
        this.bos = bos;
        this.eos = eos;
    }

    /** @param outputs (source length, directions·He); state as the network's own */
    record Source(int[] ids, double[][] outputs, List<double[]> initial) {}

    record Step(List<double[]> state, double[] scores) {}

    @Override
    public List<int[]> greedy(List<int[]> sources, int maxSteps) {
        return sources.stream().map(source -> greedy(source, maxSteps)).toList();
    }

    private int[] greedy(int[] ids, int maxSteps) {
        Source source = encode(ids);
        List<double[]> state = source.initial();
        int[] said = new int[maxSteps];
        int token = bos;
        for (int t = 0; t < maxSteps; t++) {
            Step step = step(source, state, token);
            state = step.state();
            double[] scores = step.scores();
            token = IntStream.range(0, scores.length)
                    .reduce((a, b) -> scores[b] > scores[a] ? b : a)
                    .orElseThrow();
            if (token == eos) {
                return Arrays.copyOf(said, t);
            }
            said[t] = token;
        }
        return said;
    }

    @Override
    public float[][] forcedLogits(int[] ids, int[] target) {
        Source source = encode(ids);
        List<double[]> state = source.initial();
        float[][] rows = new float[target.length + 1][];
        for (int t = 0; t <= target.length; t++) {
            Step step = step(source, state, t == 0 ? bos : target[t - 1]);
            state = step.state();
            rows[t] = new float[step.scores().length];
            for (int i = 0; i < rows[t].length; i++) {
                rows[t][i] = (float) step.scores()[i];
            }
        }
        return rows;
    }

    Source encode(int[] ids) {
        List<double[]> x = new ArrayList<>();
        for (int id : ids) {
            x.add(cells.embed(names.sourceEmbedding(), id));
        }
        List<List<double[]>> last = new ArrayList<>(); // of each layer its states, directions joined
        for (int layer = 0; layer < options.encoderLayers(); layer++) {
            List<double[]> ends = new ArrayList<>();
            List<double[]> outputs = new ArrayList<>(Collections.nCopies(ids.length, new double[0]));
            for (String prefix : names.encoderCells(layer)) {
                boolean backward = prefix.endsWith(".backward");
                List<double[]> state = zeros(options.cell().states(), shape.encoderHidden());
                for (int i = 0; i < ids.length; i++) {
                    int at = backward ? ids.length - 1 - i : i;
                    state = cells.step(prefix, x.get(at), state);
                    outputs.set(at, PlainCells.joined(outputs.get(at), state.getFirst()));
                }
                for (int s = 0; s < state.size(); s++) {
                    if (ends.size() <= s) {
                        ends.add(new double[0]);
                    }
                    ends.set(s, PlainCells.joined(ends.get(s), state.get(s)));
                }
            }
            last.add(ends);
            for (int i = 0; i < ids.length; i++) {
                x.set(i, layer == 0 ? outputs.get(i) : PlainCells.sum(outputs.get(i), x.get(i)));
            }
        }
        return new Source(ids, x.toArray(double[][]::new), initial(last, ids.length));
    }

    private List<double[]> initial(List<List<double[]>> last, int length) {
        List<double[]> initial = new ArrayList<>();
        for (int layer = 0; layer < options.decoderLayers(); layer++) {
            for (int state = 0; state < options.cell().states(); state++) {
                String bridge = names.bridge(layer, state);
                initial.add(
                        switch (options.initialState()) {
                            case ZEROS -> new double[shape.decoderHidden()];
                            case LAST -> last.get(layer).get(state);
                            case BRIDGE ->
                                PlainCells.tanh(cells.affine(
                                        bridge + ".weight",
                                        bridge + ".bias",
                                        last.getLast().get(state)));
                        });
            }
        }
        if (options.inputFeeding()) {
            initial.add(new double[shape.embedding()]);
        }
        if (options.coverageAttention()) {
            initial.add(new double[length]);
        }
        return initial;
    }

    Step step(Source source, List<double[]> state, int token) {
        int states = options.cell().states();
        double[] embedded = cells.embed(NetworkArrays.EMBEDDING, token);
        double[] covered = options.coverageAttention() ? state.getLast() : new double[source.ids().length];
        double[] x = embedded;
        double[] shares = null;
        double[] context = null;
        if (options.attention() == AttentionKind.BAHDANAU) {
            shares = shares(source, state.get((options.decoderLayers() - 1) * states), covered);
            context = context(source, shares);
            x = PlainCells.joined(embedded, context);
        } else if (options.inputFeeding()) {
            x = PlainCells.joined(embedded, state.get(options.decoderLayers() * states));
        }
        List<double[]> next = new ArrayList<>();
        for (int layer = 0; layer < options.decoderLayers(); layer++) {
            List<double[]> now = state.subList(layer * states, (layer + 1) * states);
            List<double[]> moved = cells.step(names.decoderCell(layer), x, now);
            next.addAll(moved);
            x = layer == 0 ? moved.getFirst() : PlainCells.sum(moved.getFirst(), x);
        }
        if (options.attends() && context == null) {
            shares = shares(source, x, covered);
            context = context(source, shares);
        }
        double[] joined = context == null ? x : PlainCells.joined(x, context);
        double[] combined = PlainCells.tanh(cells.affine("combine.weight", "combine.bias", joined));
        if (options.inputFeeding()) {
            next.add(combined);
        }
        double[] logits = cells.affine(names.outputWeight(), "output.bias", combined);
        double[] scores = logits;
        if (options.copying() && context != null) {
            shares = pointed(source, x, covered);
            scores = mixed(source, logits, shares, gate(x, context, embedded));
        }
        if (options.coverageAttention() && shares != null) {
            next.add(PlainCells.sum(covered, shares));
        }
        return new Step(next, scores);
    }

    private double gate(double[] state, double[] context, double[] embedded) {
        return cells.affine(
                        NetworkArrays.COPY_GATE,
                        NetworkArrays.COPY_GATE_BIAS,
                        PlainCells.joined(PlainCells.joined(state, context), embedded))[0];
    }

    /** The pointer's shares; each key has what the position had of them before as one more feature. */
    private double[] pointed(Source source, double[] state, double[] covered) {
        double[] scores = new double[covered.length];
        for (int i = 0; i < scores.length; i++) {
            double[] key = cells.product(NetworkArrays.COPY_KEY, source.outputs()[i], state.length);
            scores[i] = PlainCells.dot(state, withCoverage(key, NetworkArrays.COPY_COVERAGE, covered[i]))
                    / Math.sqrt(state.length);
        }
        return PlainCells.softmax(scores);
    }

    private double[] withCoverage(double[] key, String weight, double covered) {
        return options.coverageAttention()
                ? PlainCells.sum(key, cells.product(weight, new double[] {covered}, key.length))
                : key;
    }

    /** Log-probabilities of generator and pointer together. */
    private static double[] mixed(Source source, double[] logits, double[] shares, double gate) {
        double generating = 1 / (1 + Math.exp(-gate));
        double[] mixture = PlainCells.softmax(logits);
        for (int token = 0; token < mixture.length; token++) {
            mixture[token] *= generating;
        }
        for (int i = 0; i < shares.length; i++) {
            mixture[source.ids()[i]] += (1 - generating) * shares[i];
        }
        return Arrays.stream(mixture).map(Math::log).toArray();
    }

    private double[] context(Source source, double[] shares) {
        double[] context = new double[shape.encoderWidth()];
        for (int i = 0; i < shares.length; i++) {
            for (int j = 0; j < context.length; j++) {
                context[j] += shares[i] * source.outputs()[i][j];
            }
        }
        return context;
    }

    private double[] shares(Source source, double[] query, double[] covered) {
        double[] scores = new double[covered.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = score(query, source.outputs()[i], options.copying() ? 0 : covered[i]);
        }
        return PlainCells.softmax(scores);
    }

    private double score(double[] query, double[] output, double covered) {
        return switch (options.attention()) {
            case NONE -> throw new IllegalStateException();
            case LUONG_DOT -> product(query, output, covered);
            case LUONG_GENERAL -> product(query, cells.product("attention.weight", output, query.length), covered);
            case BAHDANAU, LUONG_CONCAT ->
                cells.product(
                                "attention.vector",
                                PlainCells.tanh(attentionCovered(
                                        PlainCells.sum(
                                                cells.product("attention.query", query, query.length),
                                                cells.product("attention.key", output, query.length)),
                                        covered)),
                                1)[0];
        };
    }

    private double product(double[] query, double[] key, double covered) {
        return PlainCells.dot(query, attentionCovered(key, covered)) / Math.sqrt(query.length);
    }

    private double[] attentionCovered(double[] key, double covered) {
        return options.copying() ? key : withCoverage(key, NetworkArrays.ATTENTION_COVERAGE, covered);
    }

    private static List<double[]> zeros(int count, int width) {
        return IntStream.range(0, count).mapToObj(i -> new double[width]).toList();
    }
}
