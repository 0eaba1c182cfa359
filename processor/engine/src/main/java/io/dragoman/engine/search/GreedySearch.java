package io.dragoman.engine.search;

import io.dragoman.engine.model.DecoderState;
import io.dragoman.engine.model.ModelException;
import io.dragoman.engine.model.Seq2SeqModel;
import io.dragoman.engine.model.StepResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The likeliest token at every step. Finished sentences leave the batch. */
public final class GreedySearch implements SearchStrategy {
    private final SearchRules rules;

    public GreedySearch(SearchRules rules) {
        this.rules = rules;
    }

    /** A sentence still in the batch, at the row of its place in the list. */
    private record Running(int sentence, Prefix prefix) {}

    @Override
    public List<List<Hypothesis>> search(
            Seq2SeqModel model, int[][] sources, List<SearchOptions> options, Deadline deadline) {
        List<List<Hypothesis>> ended = new ArrayList<>();
        List<Running> running = new ArrayList<>();
        for (int sentence = 0; sentence < sources.length; sentence++) {
            ended.add(new ArrayList<>());
            running.add(new Running(sentence, Prefix.begin(rules.bos())));
        }
        try (DecoderState state = model.encode(sources)) {
            for (int step = 0; !running.isEmpty(); step++) {
                deadline.check(step);
                int[] tokens =
                        running.stream().mapToInt(r -> r.prefix().token()).toArray();
                List<Set<Integer>> repeats = running.stream()
                        .map(r -> RepeatedNgrams.after(
                                r.prefix(), options.get(r.sentence()).blockedNgram()))
                        .toList();
                StepResult result = model.step(state, tokens, rules.topK(1, repeats));
                running = advance(running, repeats, result, options, ended, state);
            }
        }
        return ended;
    }

    private List<Running> advance(
            List<Running> running,
            List<Set<Integer>> repeats,
            StepResult result,
            List<SearchOptions> options,
            List<List<Hypothesis>> ended,
            DecoderState state) {
        List<Running> next = new ArrayList<>();
        int[] rows = new int[running.size()];
        for (int row = 0; row < running.size(); row++) {
            int sentence = running.get(row).sentence();
            Prefix prefix = running.get(row).prefix();
            SearchOptions wish = options.get(sentence);
            int best = best(result, row, prefix.length(), repeats.get(row));
            double logProb = prefix.logProb() + result.logProbs()[best];
            int token = result.ids()[best];
            Prefix grown = prefix.append(token, logProb);
            if (token == rules.eos()) {
                ended.get(sentence).add(prefix.complete(logProb, wish));
            } else if (grown.length() == wish.maxNewTokens()) {
                ended.get(sentence).add(grown.cut(wish));
            } else {
                rows[next.size()] = row;
                next.add(new Running(sentence, grown));
            }
        }
        if (!next.isEmpty() && next.size() < running.size()) {
            state.select(java.util.Arrays.copyOf(rows, next.size()));
        }
        return next;
    }

    /** Index into the result of the row's likeliest allowed token. */
    private int best(StepResult result, int row, int length, Set<Integer> repeats) {
        for (int i = row * result.topK(); i < (row + 1) * result.topK(); i++) {
            int token = result.ids()[i];
            if (rules.allows(length, token) && !repeats.contains(token)) {
                return i;
            }
        }
        throw new ModelException("found only forbidden tokens among %d candidates".formatted(result.topK()));
    }
}
