package io.dragoman.engine.search;

import io.dragoman.engine.model.BeamGraph;
import io.dragoman.engine.model.BeamTask;
import io.dragoman.engine.model.BeamTrace;
import io.dragoman.engine.model.ModelException;
import io.dragoman.engine.model.Seq2SeqModel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Beam search that runs inside the model's graph, where it has one. What it finds is read from the graph's trace by the same
 * rules as {@link BeamSearch}, so the two differ by no more than the model's own arithmetic. Beam size 1 is greedy search.
 *
 * @param steps what to search by where the model has no such graph, or the requests want what it cannot do: constraints,
 *     n-grams blocked that it does not block, beams of several widths, rules that do more than suppress tokens
 */
public record GraphSearch(SearchRules rules, SearchStrategy steps) implements SearchStrategy {
    @Override
    public List<List<Hypothesis>> search(Seq2SeqModel model, List<SearchRequest> requests, Deadline deadline) {
        BeamGraph graph = model.beamGraph().orElse(null);
        if (graph == null || requests.isEmpty() || !fits(requests, graph.blockedNgram())) {
            return steps.search(model, requests, deadline);
        }
        BeamTrace trace = graph.run(task(requests), deadline.remaining()).orElseThrow(deadline::exceeded);
        List<List<Hypothesis>> found = new ArrayList<>();
        for (int sentence = 0; sentence < requests.size(); sentence++) {
            found.add(read(trace, sentence, requests));
        }
        return found;
    }

    private boolean fits(List<SearchRequest> requests, int blockedNgram) {
        int width = requests.get(0).options().beamSize();
        return rules.suppressed().isPresent()
                && requests.stream()
                        .allMatch(request -> Constraint.NONE.equals(request.constraint())
                                && request.options().blockedNgram() == blockedNgram
                                && request.options().beamSize() == width);
    }

    private BeamTask task(List<SearchRequest> requests) {
        int width = requests.get(0).options().beamSize();
        return new BeamTask(
                requests.stream().map(SearchRequest::source).toArray(int[][]::new),
                width,
                rules.topK(width + 1, List.of(), Stream.empty()), // a row gives at most width prefixes and one eos
                rules.bos(),
                rules.eos(),
                rules.suppressed().orElseThrow(),
                requests.stream()
                        .map(SearchRequest::options)
                        .map(wish -> new BeamTask.Wish(wish.nBest(), wish.lengthPenalty(), wish.maxNewTokens()))
                        .toArray(BeamTask.Wish[]::new));
    }

    private List<Hypothesis> read(BeamTrace trace, int sentence, List<SearchRequest> requests) {
        Beam beam = new Beam(requests.get(sentence), rules.bos());
        for (int step = 0; step < trace.steps() && !beam.done(); step++) {
            beam.retire(ranked(trace, step * requests.size() + sentence, beam.running()), rules.eos());
        }
        if (!beam.done()) {
            throw new ModelException(
                    "found an end of the graph's search after %d steps, expected it to go on".formatted(trace.steps()));
        }
        return beam.best();
    }

    /** @param row of the trace: one step of one sentence */
    private static List<Beam.Candidate> ranked(BeamTrace trace, int row, List<Prefix> running) {
        List<Beam.Candidate> candidates = new ArrayList<>();
        for (int i = row * trace.ranked(); i < (row + 1) * trace.ranked(); i++) {
            if (trace.logProbs()[i] > Double.NEGATIVE_INFINITY) {
                int place = trace.places()[i];
                candidates.add(new Beam.Candidate(
                        place, running.get(place), trace.tokens()[i], trace.logProbs()[i], Constraint.NONE));
            }
        }
        return candidates;
    }
}
