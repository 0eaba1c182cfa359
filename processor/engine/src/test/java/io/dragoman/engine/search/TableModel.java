package io.dragoman.engine.search;

import io.dragoman.engine.model.DecoderState;
import io.dragoman.engine.model.Seq2SeqModel;
import io.dragoman.engine.model.StepResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A model made of a table: (source, tokens so far) gives probabilities over ids 0 unk, 1 bos, 2 eos, 3 pad, 4 a, 5 b, 6 c.
 * What the table does not hold ends with probability 1. It counts the rows it steps.
 */
public final class TableModel implements Seq2SeqModel {
    public static final int VOCABULARY = 7;

    private final Map<List<Integer>, float[]> table = new HashMap<>();
    public final List<Integer> rowsPerStep = new ArrayList<>();
    public int openStates;

    /** After {@code tokens} (bos left out) of a sentence whose first id is {@code source}. */
    public TableModel given(int source, int[] tokens, double... probabilities) {
        float[] row = new float[VOCABULARY];
        for (int i = 0; i < probabilities.length; i++) {
            row[i] = (float) probabilities[i];
        }
        table.put(key(source, tokens), row);
        return this;
    }

    private static List<Integer> key(int source, int[] tokens) {
        List<Integer> key = new ArrayList<>(List.of(source));
        Arrays.stream(tokens).forEach(key::add);
        return key;
    }

    private final class State implements DecoderState {
        private List<List<Integer>> prefixes = new ArrayList<>(); // each begins with its source

        @Override
        public int rows() {
            return prefixes.size();
        }

        @Override
        public void select(int[] rows) {
            prefixes = Arrays.stream(rows)
                    .<List<Integer>>mapToObj(row -> new ArrayList<>(prefixes.get(row)))
                    .toList();
        }

        @Override
        public void close() {
            openStates--;
        }
    }

    @Override
    public int vocabularySize() {
        return VOCABULARY;
    }

    @Override
    public DecoderState encode(int[][] sources) {
        openStates++;
        State state = new State();
        for (int[] source : sources) {
            state.prefixes.add(new ArrayList<>(List.of(source[0])));
        }
        return state;
    }

    @Override
    public StepResult step(DecoderState opaque, int[] tokens, int topK) {
        State state = (State) opaque;
        int k = Math.min(topK, VOCABULARY);
        int[] ids = new int[tokens.length * k];
        float[] logProbs = new float[ids.length];
        rowsPerStep.add(tokens.length);
        for (int row = 0; row < tokens.length; row++) {
            List<Integer> prefix = state.prefixes.get(row);
            if (tokens[row] != 1) {
                prefix.add(tokens[row]);
            }
            float[] p = table.getOrDefault(prefix, new float[] {0, 0, 1, 0, 0, 0, 0});
            List<Integer> best = IntStream.range(0, VOCABULARY)
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer i) -> p[i]).reversed())
                    .toList();
            for (int i = 0; i < k; i++) {
                ids[row * k + i] = best.get(i);
                logProbs[row * k + i] = (float) Math.log(p[best.get(i)]);
            }
        }
        return new StepResult(k, ids, logProbs);
    }

    @Override
    public void close() {}
}
