package io.dragoman.engine.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What waits: those somebody blocks on, and those that will be wanted soon. Guarded by the scheduler's lock. */
final class Lanes {
    private final Set<Waiting> urgent = new LinkedHashSet<>();
    private final Set<Waiting> lookAhead = new LinkedHashSet<>();

    void addUrgent(Waiting waiting) {
        urgent.add(waiting);
    }

    void addLookAhead(Waiting waiting) {
        lookAhead.add(waiting);
    }

    /** Moves a waiting look-ahead request; one that left is left alone. */
    void demand(Waiting waiting) {
        if (lookAhead.remove(waiting)) {
            urgent.add(waiting);
        }
    }

    /** Whether it still waited. */
    boolean remove(Waiting waiting) {
        return urgent.remove(waiting) || lookAhead.remove(waiting);
    }

    int lookAheadSize() {
        return lookAhead.size();
    }

    boolean isEmpty() {
        return urgent.isEmpty() && lookAhead.isEmpty();
    }

    /**
     * The urgent requests in their order, then those of the oldest {@code window} look-ahead ones whose lengths are
     * nearest to the first's.
     */
    List<Waiting> takeBatch(int maxBatchSize, int window) {
        List<Waiting> batch = takeOldest(urgent, maxBatchSize);
        if (batch.size() < maxBatchSize && !lookAhead.isEmpty()) {
            List<Waiting> near = new ArrayList<>(Math.min(window, lookAhead.size()));
            for (Waiting waiting : lookAhead) {
                if (near.size() == window) {
                    break;
                }
                near.add(waiting);
            }
            int length = (batch.isEmpty() ? near : batch).get(0).length();
            near.sort(Comparator.comparingInt(w -> Math.abs(w.length() - length)));
            for (Waiting waiting : near.subList(0, Math.min(near.size(), maxBatchSize - batch.size()))) {
                lookAhead.remove(waiting);
                batch.add(waiting);
            }
        }
        return batch;
    }

    List<Waiting> takeAll() {
        List<Waiting> all = takeOldest(urgent, Integer.MAX_VALUE);
        all.addAll(takeOldest(lookAhead, Integer.MAX_VALUE));
        return all;
    }

    private static List<Waiting> takeOldest(Set<Waiting> lane, int most) {
        List<Waiting> taken = new ArrayList<>();
        Iterator<Waiting> oldest = lane.iterator();
        while (oldest.hasNext() && taken.size() < most) {
            taken.add(oldest.next());
            oldest.remove();
        }
        return taken;
    }
}
