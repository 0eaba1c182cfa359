package io.dragoman.stream.console;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Where the latest dead letters came from and why, and their texts where those are given. Threading: safe. */
public final class DeadLetterTrail {
    /** Most letters kept. */
    public static final int LETTERS = 200;

    /** Most reasons counted; there are a dozen. */
    private static final int REASONS = 64;

    /**
     * One letter.
     *
     * @param millis when, since the epoch
     * @param text of the record; null where it could not be decoded or must not be shown
     */
    record Letter(
            long millis,
            String reason,
            Place place,
            @Nullable ShownText text) {}

    private final Deque<Letter> letters = new ArrayDeque<>(); // guarded by this
    private final Map<String, Long> counts = new TreeMap<>(); // guarded by this

    public synchronized void add(long millis, String reason, Place place, @Nullable ShownText text) {
        if (letters.size() == LETTERS) {
            letters.removeLast();
        }
        letters.addFirst(new Letter(millis, reason, place, text));
        if (counts.containsKey(reason) || counts.size() < REASONS) {
            counts.merge(reason, 1L, Long::sum);
        }
    }

    /** Newest first. */
    synchronized List<Letter> letters() {
        return new ArrayList<>(letters);
    }

    /** Since the start, by reason. */
    synchronized Map<String, Long> counts() {
        return new TreeMap<>(counts);
    }
}
