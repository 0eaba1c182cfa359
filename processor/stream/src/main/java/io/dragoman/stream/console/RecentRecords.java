package io.dragoman.stream.console;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The latest records with their texts; made only where texts may be shown. Threading: safe. */
public final class RecentRecords {
    /** Most records kept. */
    public static final int RECORDS = 100;

    private final Deque<RecentRecord> records = new ArrayDeque<>(); // guarded by this

    public synchronized void add(RecentRecord record) {
        if (records.size() == RECORDS) {
            records.removeLast();
        }
        records.addFirst(record);
    }

    /** Newest first. */
    synchronized List<RecentRecord> newestFirst() {
        return new ArrayList<>(records);
    }
}
