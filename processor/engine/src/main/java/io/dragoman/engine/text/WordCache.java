package io.dragoman.engine.text;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

/**
 * Ids of words met before. Holds what came first, up to its capacity: the frequent words of a stream come early. Threading: many threads
 * read and fill it; a word may be segmented twice, its ids are the same.
 */
final class WordCache {
    static final int CAPACITY = 32_768;
    private static final int LONGEST = 48;

    private final ConcurrentMap<String, int[]> words = new ConcurrentHashMap<>();
    private final Function<String, int[]> segment;

    WordCache(Function<String, int[]> segment) {
        this.segment = segment;
    }

    /** The ids of a word; the caller must not change them. */
    int[] idsOf(String word) {
        int[] known = words.get(word);
        if (known != null) {
            return known;
        }
        int[] ids = segment.apply(word);
        if (word.length() <= LONGEST && words.size() < CAPACITY) {
            words.put(word, ids);
        }
        return ids;
    }
}
