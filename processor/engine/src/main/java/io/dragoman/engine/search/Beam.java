package io.dragoman.engine.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** One sentence under beam search: its running hypotheses, each on a row of the batch, and those that ended. */
final class Beam {
    /** A running hypothesis and the token that may follow it. */
    record Candidate(int row, Prefix prefix, int token, double logProb, Constraint then) {}

    private static final Comparator<Hypothesis> BY_SCORE =
            Comparator.comparingDouble(Hypothesis::score).reversed();

    final SearchOptions options;
    private List<Candidate> chosen = List.of();
    private List<Prefix> running;
    private final List<Hypothesis> finished = new ArrayList<>();

    Beam(SearchRequest request, int bos) {
        this.options = request.options();
        this.running = List.of(Prefix.begin(bos, request.constraint()));
    }

    List<Prefix> running() {
        return running;
    }

    boolean hasFinished() {
        return !finished.isEmpty();
    }

    /** Rows the running hypotheses came from, in their order. */
    List<Integer> rows() {
        return chosen.stream().map(Candidate::row).toList();
    }

    /**
     * Takes the ranked candidates: an eos among the first beamSize ends its hypothesis, the first beamSize others run on.
     */
    void retire(List<Candidate> ranked, int eos) {
        List<Candidate> next = new ArrayList<>();
        for (int rank = 0; rank < ranked.size() && next.size() < options.beamSize(); rank++) {
            Candidate candidate = ranked.get(rank);
            if (candidate.token() != eos) {
                next.add(candidate);
            } else if (rank < options.beamSize()) {
                finished.add(candidate.prefix().complete(candidate.logProb(), options, candidate.then()));
            }
        }
        finished.sort(BY_SCORE);
        chosen = next;
        running = next.stream()
                .map(c -> c.prefix().append(c.token(), c.logProb(), c.then()))
                .toList();
    }

    /** Whether beamSize hypotheses ended, or the wanted ones did and no running one can beat them, or time is up. */
    boolean done() {
        return running.isEmpty()
                || finished.size() >= options.beamSize()
                || running.get(0).length() == options.maxNewTokens()
                || (finished.size() >= options.nBest() && settled());
    }

    private boolean settled() {
        double worstWanted = finished.get(options.nBest() - 1).score();
        return options.scoreBound(running.get(0).logProb()) <= worstWanted;
    }

    /** The nBest, complete ones first. */
    List<Hypothesis> best() {
        List<Hypothesis> best = new ArrayList<>(finished);
        running.stream().map(p -> p.cut(options)).sorted(BY_SCORE).forEach(best::add);
        return List.copyOf(best.subList(0, Math.min(options.nBest(), best.size())));
    }
}
