package io.dragoman.engine.search;

import org.jspecify.annotations.Nullable;

/**
 * A running hypothesis as a chain to its beginning, so that growing a beam copies no tokens.
 *
 * @param parent null for bos
 * @param length tokens after bos
 * @param constraint what may follow
 */
record Prefix(@Nullable Prefix parent, int token, double logProb, int length, Constraint constraint) {
    static Prefix begin(int bos, Constraint constraint) {
        return new Prefix(null, bos, 0, 0, constraint);
    }

    Prefix append(int next, double nextLogProb, Constraint then) {
        return new Prefix(this, next, nextLogProb, length + 1, then);
    }

    /** Ended by eos, whose log-probability {@code total} includes; {@code then} is the constraint after it. */
    Hypothesis complete(double total, SearchOptions options, Constraint then) {
        return new Hypothesis(tokens(), total, options.score(total, length + 1), true, Constraint.ASIDE.equals(then));
    }

    Hypothesis cut(SearchOptions options) {
        return new Hypothesis(
                tokens(), logProb, options.score(logProb, length), false, Constraint.ASIDE.equals(constraint));
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
