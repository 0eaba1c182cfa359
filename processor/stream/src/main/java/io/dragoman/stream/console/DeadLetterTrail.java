package io.dragoman.stream.console;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Where the latest dead letters came from and why; never their text. Threading: safe. */
public final class DeadLetterTrail {
    /** Most letters kept. */
    public static final int LETTERS = 200;

    /** Most reasons counted; there are a dozen. */
    private static final int REASONS = 64;

    /**
     * One letter.
     *
     * @param millis when, since the epoch
     * @param topic of the record, with its partition and offset the place where it can be read again
     */
    record Letter(long millis, String reason, String topic, int partition, long offset) {}

    private final Deque<Letter> letters = new ArrayDeque<>(); // guarded by this
    private final Map<String, Long> counts = new TreeMap<>(); // guarded by this

    public synchronized void add(long millis, String reason, String topic, int partition, long offset) {
        if (letters.size() == LETTERS) {
            letters.removeLast();
        }
        letters.addFirst(new Letter(millis, reason, topic, partition, offset));
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
