package io.dragoman.export.search;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Random search with successive halving (Jamieson and Talwalkar 2016): many trials train briefly, one in
 * {@code keepOneIn} goes on. Each rung gets an equal part of the budget; the first begins trials until its part is
 * spent. Trials resume, and every decision follows from what their folders say, so a search that was ended and is begun
 * again repeats none of its training.
 */
public final class SuccessiveHalving {
    private static final Comparator<Standing> BEST_FIRST = Comparator.comparingInt(
                    (Standing standing) -> standing.result().problem().isEmpty() ? 1 : 0)
            .thenComparingInt(Standing::rungs)
            .thenComparingDouble(standing -> standing.result().best())
            .reversed()
            .thenComparingInt(standing -> standing.result().trial().number());

    private final SearchSpace space;
    private final int epochs;
    private final Trainable trainable;

    /** Trains a trial until it has done so many epochs, from where it stopped; says what it had come to by then. */
    public interface Trainable {
        TrialResult train(Trial trial, int untilEpoch);
    }

    /** @param epochs of the last rung */
    public SuccessiveHalving(SearchSpace space, int epochs, Trainable trainable) {
        this.space = space;
        this.epochs = epochs;
        this.trainable = trainable;
    }

    /** Every trial that was begun, best first: those that went through more rungs stand above the others. */
    public List<Standing> search() {
        Map<Integer, Standing> standings = new LinkedHashMap<>();
        List<Standing> rung = firstRung(standings);
        for (int next = 1; next < space.rungs(); next++) {
            List<Standing> kept = rung.stream()
                    .filter(standing -> standing.result().problem().isEmpty())
                    .sorted(BEST_FIRST)
                    .limit(Math.max(1, rung.size() / space.keepOneIn()))
                    .toList();
            List<Standing> trained = new ArrayList<>();
            for (Standing standing : kept) {
                if (trained.isEmpty() || spent(standings) < space.budgetMinutes() * (next + 1) / space.rungs()) {
                    trained.add(train(standing.result().trial(), next, standings));
                }
            }
            rung = trained;
        }
        return standings.values().stream().sorted(BEST_FIRST).toList();
    }

    private List<Standing> firstRung(Map<Integer, Standing> standings) {
        double part = space.budgetMinutes() / space.rungs();
        int least = Math.min(space.keepOneIn(), space.mostTrials());
        while (standings.size() < space.mostTrials() && (standings.size() < least || spent(standings) < part)) {
            train(space.trial(standings.size()), 0, standings);
        }
        return List.copyOf(standings.values());
    }

    private Standing train(Trial trial, int rung, Map<Integer, Standing> standings) {
        Standing standing = new Standing(trainable.train(trial, space.epochs(rung, epochs)), rung + 1);
        standings.put(trial.number(), standing);
        return standing;
    }

    private static double spent(Map<Integer, Standing> standings) {
        return standings.values().stream()
                .mapToDouble(standing -> standing.result().minutes())
                .sum();
    }
}
