package io.dragoman.export.onnx;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Beam search as its pseudocode, over the plain network: expand every running prefix by every token, an end among the
 * best beamSize ends its hypothesis, the best beamSize others run on; stop when enough ended that none can beat.
 */
final class PlainBeam {
    private final PlainNetwork network;
    private final int bos;
    private final int eos;
    private final Set<Integer> unsayable;

    PlainBeam(PlainNetwork network, int bos, int eos, Set<Integer> unsayable) {
        this.network = network;
        this.bos = bos;
        this.eos = eos;
        this.unsayable = unsayable;
    }

    record Found(List<Integer> tokens, double score, boolean complete) {}

    private record Running(List<Integer> tokens, List<double[]> state, double logProb) {}

    private record Candidate(Running from, List<double[]> state, int token, double logProb) {}

    List<Found> search(int[] ids, int beam, int nBest, int maxSteps) {
        PlainNetwork.Source source = network.encode(ids);
        List<Running> running = List.of(new Running(List.of(), source.initial(), 0));
        List<Found> finished = new ArrayList<>();
        for (int step = 1; ; step++) {
            List<Candidate> ranked = expand(source, running);
            List<Running> next = new ArrayList<>();
            for (int rank = 0; rank < ranked.size() && next.size() < beam; rank++) {
                Candidate c = ranked.get(rank);
                List<Integer> tokens = new ArrayList<>(c.from().tokens());
                if (c.token() != eos) {
                    tokens.add(c.token());
                    next.add(new Running(tokens, c.state(), c.logProb()));
                } else if (rank < beam) {
                    finished.add(new Found(tokens, c.logProb() / step, true));
                }
            }
            running = next;
            finished.sort(Comparator.comparingDouble(Found::score).reversed());
            boolean settled = finished.size() >= nBest
                    && running.getFirst().logProb() / maxSteps
                            <= finished.get(nBest - 1).score();
            if (finished.size() >= beam || step == maxSteps || settled) {
                int steps = step;
                running.forEach(r -> finished.add(new Found(r.tokens(), r.logProb() / steps, false)));
                return List.copyOf(finished.subList(0, nBest));
            }
        }
    }

    private List<Candidate> expand(PlainNetwork.Source source, List<Running> running) {
        List<Candidate> candidates = new ArrayList<>();
        for (Running r : running) {
            int last = r.tokens().isEmpty() ? bos : r.tokens().getLast();
            PlainNetwork.Step step = network.step(source, r.state(), last);
            double[] shares = PlainCells.softmax(step.scores());
            for (int token = 0; token < shares.length; token++) {
                if (!unsayable.contains(token)) {
                    candidates.add(new Candidate(r, step.state(), token, r.logProb() + Math.log(shares[token])));
                }
            }
        }
        candidates.sort(Comparator.comparingDouble(Candidate::logProb).reversed());
        return candidates;
    }
}
