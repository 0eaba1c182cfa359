package io.dragoman.export.score;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The edits between a hypothesis and a reference where moving a run of words costs one edit. Finding the fewest is NP-hard; this is tercom's
 * greedy search with sacreBLEU's bounds: the shift that saves most is made, again and again, while it saves anything, until 1,000 shifts have
 * been tried.
 */
final class ShiftSearch {
    private static final int MAX_SHIFT_SIZE = 10;
    private static final int MAX_SHIFT_DISTANCE = 50;
    private static final int MAX_CANDIDATES = 1000;

    /** A run of words of the hypothesis moved before {@code target}, and the edits it saves. */
    private record Shift(int saved, int length, int start, int target, List<String> words) {
        /** The most saved first, then the longest, the earliest, the one to the earliest place. */
        static final Comparator<Shift> BEST_FIRST = Comparator.comparingInt((Shift shift) -> -shift.saved)
                .thenComparingInt(shift -> -shift.length)
                .thenComparingInt(Shift::start)
                .thenComparingInt(Shift::target);
    }

    /** Where each reference word stands in the hypothesis, and which words of either are wrong. */
    private record Alignment(int[] hypothesisPosition, boolean[] referenceWrong, boolean[] hypothesisWrong) {
        static Alignment of(List<BeamEditDistance.Edit> trace, int hypothesisLength, int referenceLength) {
            Alignment alignment = new Alignment(
                    new int[referenceLength], new boolean[referenceLength], new boolean[hypothesisLength]);
            int hypothesis = -1;
            int reference = -1;
            for (BeamEditDistance.Edit edit : trace) {
                boolean wrong = edit != BeamEditDistance.Edit.KEEP;
                if (edit != BeamEditDistance.Edit.INSERT) {
                    alignment.hypothesisWrong[++hypothesis] = wrong;
                }
                if (edit != BeamEditDistance.Edit.DELETE) {
                    alignment.referenceWrong[++reference] = wrong;
                    alignment.hypothesisPosition[reference] = hypothesis;
                }
            }
            return alignment;
        }
    }

    private final List<String> reference;
    private final BeamEditDistance distance;
    private List<String> hypothesis;
    private int candidates;

    private ShiftSearch(List<String> hypothesis, List<String> reference) {
        this.hypothesis = hypothesis;
        this.reference = reference;
        distance = new BeamEditDistance(reference, hypothesis.size());
    }

    /** Shifts, insertions, deletions and substitutions together. */
    static int edits(List<String> hypothesis, List<String> reference) {
        if (reference.isEmpty()) {
            return hypothesis.size();
        }
        return new ShiftSearch(hypothesis, reference).edits();
    }

    private int edits() {
        int shifts = 0;
        while (true) {
            Shift best = bestShift();
            if (best == null || best.saved <= 0 || candidates >= MAX_CANDIDATES) {
                return shifts + distance.distance(hypothesis);
            }
            hypothesis = best.words;
            shifts++;
        }
    }

    private @Nullable Shift bestShift() {
        int before = distance.distance(hypothesis);
        Alignment alignment = Alignment.of(distance.trace(), hypothesis.size(), reference.size());
        Shift best = null;
        for (int start = 0; start < hypothesis.size(); start++) {
            int from = Math.max(0, start - MAX_SHIFT_DISTANCE);
            int to = Math.min(reference.size() - 1, start + MAX_SHIFT_DISTANCE);
            for (int place = from; place <= to; place++) {
                int longest = commonLength(start, place);
                for (int length = 1; length <= longest; length++) {
                    if (worthMoving(alignment, start, place, length)) {
                        best = better(best, bestTarget(alignment, before, start, place, length));
                        if (candidates >= MAX_CANDIDATES) {
                            return best;
                        }
                    }
                }
            }
        }
        return best;
    }

    /** How many words from here on are the same in both, up to the longest shift. */
    private int commonLength(int start, int place) {
        int longest = Math.min(MAX_SHIFT_SIZE, Math.min(hypothesis.size() - start, reference.size() - place));
        int length = 0;
        while (length < longest && hypothesis.get(start + length).equals(reference.get(place + length))) {
            length++;
        }
        return length;
    }

    /** Whether something is wrong at both places, and the target lies outside the run itself. */
    private static boolean worthMoving(Alignment alignment, int start, int place, int length) {
        int target = alignment.hypothesisPosition[place];
        return any(alignment.hypothesisWrong, start, length)
                && any(alignment.referenceWrong, place, length)
                && !(start <= target && target < start + length);
    }

    private static boolean any(boolean[] wrong, int start, int length) {
        for (int i = start; i < start + length; i++) {
            if (wrong[i]) {
                return true;
            }
        }
        return false;
    }

    /** Tries the run before the word that stands at each of the run's places in the reference. */
    private @Nullable Shift bestTarget(Alignment alignment, int before, int start, int place, int length) {
        Shift best = null;
        int previous = -1;
        for (int offset = -1; offset < length; offset++) {
            int target = place + offset < 0 ? 0 : alignment.hypothesisPosition[place + offset] + 1;
            if (target == previous) {
                continue;
            }
            previous = target;
            List<String> words = moved(hypothesis, start, length, target);
            candidates++;
            best = better(best, new Shift(before - distance.distance(words), length, start, target, words));
        }
        return best;
    }

    private static @Nullable Shift better(@Nullable Shift best, @Nullable Shift other) {
        if (best == null || other == null) {
            return best == null ? other : best;
        }
        return Shift.BEST_FIRST.compare(other, best) < 0 ? other : best;
    }

    private static List<String> moved(List<String> words, int start, int length, int target) {
        List<String> moved = new ArrayList<>(words);
        List<String> run = List.copyOf(words.subList(start, start + length));
        moved.subList(start, start + length).clear();
        // a target past the run counts places before the run was taken out; one within it counts from its start
        int place = target > start + length ? target - length : target;
        moved.addAll(Math.min(place, moved.size()), run);
        return moved;
    }
}
