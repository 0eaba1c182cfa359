package io.dragoman.engine.search;

import io.dragoman.engine.model.DecoderState;
import io.dragoman.engine.model.Seq2SeqModel;
import io.dragoman.engine.model.StepResult;
import io.dragoman.engine.search.Beam.Candidate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Keeps the beamSize likeliest prefixes of each sentence. A sentence ends, and its rows leave the batch, once beamSize
 * hypotheses ended, or once nBest ended that no running one can beat. Beam size 1 is greedy search.
 */
public final class BeamSearch implements SearchStrategy {
    private static final Comparator<Candidate> BY_LOG_PROB =
            Comparator.comparingDouble(Candidate::logProb).reversed();

    private final SearchRules rules;

    public BeamSearch(SearchRules rules) {
        this.rules = rules;
    }

    @Override
    public List<List<Hypothesis>> search(Seq2SeqModel model, List<SearchRequest> requests, Deadline deadline) {
        List<Beam> beams =
                requests.stream().map(request -> new Beam(request, rules.bos())).toList();
        List<Beam> active = new ArrayList<>(beams);
        int widest = requests.stream()
                .mapToInt(request -> request.options().beamSize())
                .max()
                .orElse(1);
        try (DecoderState state =
                model.encode(requests.stream().map(SearchRequest::source).toArray(int[][]::new))) {
            for (int step = 0; !active.isEmpty(); step++) {
                deadline.check(step);
                List<Set<Integer>> repeats = repeats(active);
                // a row gives at most beamSize prefixes and one eos
                int topK = rules.topK(widest + 1, repeats, active.stream().flatMap(beam -> beam.running().stream()));
                StepResult result = model.step(state, newestTokens(active), topK);
                int row = 0; // the beam's first
                for (Beam beam : active) {
                    int rows = beam.running().size();
                    beam.retire(rank(expand(beam, row, repeats, result)), rules.eos());
                    row += rows;
                }
                active.removeIf(Beam::done);
                reorder(active, state);
            }
        }
        return beams.stream().map(Beam::best).toList();
    }

    private static int[] newestTokens(List<Beam> active) {
        return active.stream()
                .flatMap(beam -> beam.running().stream())
                .mapToInt(Prefix::token)
                .toArray();
    }

    /** What each row may not say next. */
    private static List<Set<Integer>> repeats(List<Beam> active) {
        return active.stream()
                .flatMap(beam -> beam.running().stream()
                        .map(prefix -> RepeatedNgrams.after(prefix, beam.options.blockedNgram())))
                .toList();
    }

    private List<Candidate> expand(Beam beam, int firstRow, List<Set<Integer>> repeats, StepResult result) {
        List<Candidate> candidates = new ArrayList<>();
        for (int r = 0; r < beam.running().size(); r++) {
            Prefix prefix = beam.running().get(r);
            candidates.addAll(follow(beam, prefix, prefix.constraint(), firstRow + r, repeats, result));
        }
        if (candidates.isEmpty() && !beam.hasFinished()) {
            for (int r = 0; r < beam.running().size(); r++) {
                candidates.addAll(follow(beam, beam.running().get(r), Constraint.ASIDE, firstRow + r, repeats, result));
            }
        }
        return candidates;
    }

    /** The likeliest tokens that may follow one running hypothesis, as many as its beam could use. */
    private List<Candidate> follow(
            Beam beam, Prefix prefix, Constraint constraint, int row, List<Set<Integer>> repeats, StepResult result) {
        List<Candidate> candidates = new ArrayList<>();
        int end = (row + 1) * result.topK();
        for (int i = row * result.topK(); i < end && candidates.size() <= beam.options.beamSize(); i++) {
            int token = result.ids()[i];
            if (rules.allows(prefix.length(), token) && !repeats.get(row).contains(token)) {
                Constraint then = rules.then(constraint, token);
                if (then != null) {
                    candidates.add(new Candidate(row, prefix, token, prefix.logProb() + result.logProbs()[i], then));
                }
            }
        }
        return candidates;
    }

    /** Likeliest first; equal ones keep the order of their rows, so ties break the same way every time. */
    private static List<Candidate> rank(List<Candidate> candidates) {
        candidates.sort(BY_LOG_PROB);
        return candidates;
    }

    private static void reorder(List<Beam> active, DecoderState state) {
        int[] rows = active.stream()
                .flatMap(beam -> beam.rows().stream())
                .mapToInt(Integer::intValue)
                .toArray();
        if (rows.length > 0) {
            state.select(rows);
        }
    }
}
