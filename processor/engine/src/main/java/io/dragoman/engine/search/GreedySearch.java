package io.dragoman.engine.search;

import io.dragoman.engine.model.DecoderState;
import io.dragoman.engine.model.ModelException;
import io.dragoman.engine.model.Seq2SeqModel;
import io.dragoman.engine.model.StepResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The likeliest token at every step. Finished sentences leave the batch. */
public final class GreedySearch implements SearchStrategy {
    private final SearchRules rules;

    public GreedySearch(SearchRules rules) {
        this.rules = rules;
    }

    /** A sentence still in the batch, at the row of its place in the list. */
    private record Running(int sentence, Prefix prefix) {}

    private record Choice(int token, double logProb, Constraint then) {}

    @Override
    public List<List<Hypothesis>> search(Seq2SeqModel model, List<SearchRequest> requests, Deadline deadline) {
        List<List<Hypothesis>> ended = new ArrayList<>();
        List<Running> running = new ArrayList<>();
        for (int sentence = 0; sentence < requests.size(); sentence++) {
            ended.add(new ArrayList<>());
            running.add(new Running(
                    sentence, Prefix.begin(rules.bos(), requests.get(sentence).constraint())));
        }
        try (DecoderState state =
                model.encode(requests.stream().map(SearchRequest::source).toArray(int[][]::new))) {
            for (int step = 0; !running.isEmpty(); step++) {
                deadline.check(step);
                int[] tokens =
                        running.stream().mapToInt(r -> r.prefix().token()).toArray();
                List<Set<Integer>> repeats = running.stream()
                        .map(r -> RepeatedNgrams.after(
                                r.prefix(), requests.get(r.sentence()).options().blockedNgram()))
                        .toList();
                StepResult result = model.step(
                        state, tokens, rules.topK(1, repeats, running.stream().map(Running::prefix)));
                running = advance(running, repeats, result, requests, ended, state);
            }
        }
        return ended;
    }

    private List<Running> advance(
            List<Running> running,
            List<Set<Integer>> repeats,
            StepResult result,
            List<SearchRequest> requests,
            List<List<Hypothesis>> ended,
            DecoderState state) {
        List<Running> next = new ArrayList<>();
        int[] rows = new int[running.size()];
        for (int row = 0; row < running.size(); row++) {
            int sentence = running.get(row).sentence();
            Prefix prefix = running.get(row).prefix();
            SearchOptions wish = requests.get(sentence).options();
            Choice best = best(result, row, prefix, repeats.get(row));
            double logProb = prefix.logProb() + best.logProb();
            int token = best.token();
            Prefix grown = prefix.append(token, logProb, best.then());
            if (token == rules.eos()) {
                ended.get(sentence).add(prefix.complete(logProb, wish, best.then()));
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

    /** The row's likeliest allowed token. */
    private Choice best(StepResult result, int row, Prefix prefix, Set<Integer> repeats) {
        Choice best = best(result, row, prefix, repeats, prefix.constraint());
        if (best == null) {
            best = best(result, row, prefix, repeats, Constraint.ASIDE);
        }
        if (best == null) {
            throw new ModelException("found only forbidden tokens among %d candidates".formatted(result.topK()));
        }
        return best;
    }

    private @Nullable Choice best(
            StepResult result, int row, Prefix prefix, Set<Integer> repeats, Constraint constraint) {
        for (int i = row * result.topK(); i < (row + 1) * result.topK(); i++) {
            int token = result.ids()[i];
            if (rules.allows(prefix.length(), token) && !repeats.contains(token)) {
                Constraint then = rules.then(constraint, token);
                if (then != null) {
                    return new Choice(token, result.logProbs()[i], then);
                }
            }
        }
        return null;
    }
}
