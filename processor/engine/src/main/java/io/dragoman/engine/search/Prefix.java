package io.dragoman.engine.search;

import org.jspecify.annotations.Nullable;

/**
 * A running hypothesis as a chain to its beginning, so that growing a beam copies no tokens.
 *
 * @param parent null for bos
 * @param length tokens after bos
 */
record Prefix(@Nullable Prefix parent, int token, double logProb, int length) {
    static Prefix begin(int bos) {
        return new Prefix(null, bos, 0, 0);
    }

    Prefix append(int next, double nextLogProb) {
        return new Prefix(this, next, nextLogProb, length + 1);
    }

    /** Ended by eos, whose log-probability {@code total} includes. */
    Hypothesis complete(double total, SearchOptions options) {
        return new Hypothesis(tokens(), total, options.score(total, length + 1), true);
    }

    Hypothesis cut(SearchOptions options) {
        return new Hypothesis(tokens(), logProb, options.score(logProb, length), false);
    }

    int[] tokens() {
        int[] tokens = new int[length];
        Prefix at = this;
        for (int i = length - 1; i >= 0; i--) {
            tokens[i] = at.token;
            at = at.parent == null ? at : at.parent;
        }
        return tokens;
    }
}
