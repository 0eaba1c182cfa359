package io.dragoman.engine.search;

import io.dragoman.engine.model.DecoderState;
import io.dragoman.engine.model.ModelException;
import io.dragoman.engine.model.Seq2SeqModel;
import io.dragoman.engine.model.StepResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Labels by their probability, from one decoder step: nothing else can be said. A label's probability is its share of what
 * the model gives to all labels together, a soft-max over the labels alone; it is the hypothesis' score.
 *
 * @param first id of the first label
 * @param count of labels
 */
public record LabelRanking(int bos, int first, int count) implements SearchStrategy {
    private static final Comparator<Hypothesis> BY_SCORE =
            Comparator.comparingDouble(Hypothesis::score).reversed();

    @Override
    public List<List<Hypothesis>> search(Seq2SeqModel model, List<SearchRequest> requests, Deadline deadline) {
        List<List<Hypothesis>> ranked = new ArrayList<>();
        int[][] sources = requests.stream().map(SearchRequest::source).toArray(int[][]::new);
        try (DecoderState state = model.encode(sources)) {
            deadline.check(0);
            int[] newest = new int[sources.length];
            Arrays.fill(newest, bos);
            StepResult step = model.step(state, newest, model.vocabularySize());
            for (int row = 0; row < sources.length; row++) {
                List<Hypothesis> all = hypotheses(logProbs(step, row));
                ranked.add(
                        List.copyOf(all.subList(0, requests.get(row).options().nBest())));
            }
        }
        return ranked;
    }

    /** Of the labels, in order of their ids. */
    private double[] logProbs(StepResult step, int row) {
        double[] logProbs = new double[count];
        Arrays.fill(logProbs, Double.NEGATIVE_INFINITY);
        for (int i = row * step.topK(); i < (row + 1) * step.topK(); i++) {
            int label = step.ids()[i] - first;
            if (label >= 0 && label < count) {
                logProbs[label] = step.logProbs()[i];
            }
        }
        return logProbs;
    }

    /** Likeliest first; equal ones in order of their ids. */
    private List<Hypothesis> hypotheses(double[] logProbs) {
        double greatest = Arrays.stream(logProbs).max().orElseThrow();
        if (!(greatest > Double.NEGATIVE_INFINITY)) {
            throw new ModelException("found no probability for any of %d labels".formatted(count));
        }
        double sum = Arrays.stream(logProbs).map(l -> Math.exp(l - greatest)).sum();
        List<Hypothesis> all = new ArrayList<>();
        for (int label = 0; label < count; label++) {
            double logProb = logProbs[label] - greatest - Math.log(sum);
            all.add(new Hypothesis(new int[] {first + label}, logProb, Math.exp(logProb), true, false));
        }
        all.sort(BY_SCORE);
        return all;
    }
}
