package io.dragoman.engine.guard;

import org.jspecify.annotations.Nullable;

/**
 * The words a hypothesis has ended, newest first.
 *
 * @param before null for {@link #NONE} alone
 */
record SaidWords(String word, @Nullable SaidWords before) {
    static final SaidWords NONE = new SaidWords("", null);

    private static final int MOST = 2;

    /** With one more; null where it would be the newest again, for the third time, or the second half of a pair said before. */
    @Nullable SaidWords and(String next) {
        if (word.equals(next)) {
            return null;
        }
        int times = 0;
        for (SaidWords at = this; at.before != null; at = at.before) {
            if (at.word.equals(next)) {
                times++;
                if (times == MOST || at.before.word.equals(word)) {
                    return null;
                }
            }
        }
        return new SaidWords(next, this);
    }
}
