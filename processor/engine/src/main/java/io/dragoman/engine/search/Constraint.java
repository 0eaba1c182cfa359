package io.dragoman.engine.search;

import org.jspecify.annotations.Nullable;

/**
 * What one hypothesis may say next: an automaton over its tokens. A state is immutable, so hypotheses with one beginning
 * share it. The distribution is not renormalised, so scores stay the model's own. Threading: safe.
 */
public interface Constraint {
    /** Allows everything. */
    Constraint NONE = new Unconstrained(false);

    /** Allows everything, too: of a hypothesis whose own constraint stood aside. */
    Constraint ASIDE = new Unconstrained(true);

    /** The state after one more token, never the end of sentence; null where the token may not be said. */
    @Nullable Constraint after(int token);

    /** Whether the sentence may end here. */
    boolean mayEnd();

    /**
     * So many more candidates are asked of the model at a step. Where none of them may be said, the constraint stands aside for
     * the rest of that hypothesis ({@link #ASIDE}): a text is owed for every source.
     */
    int reach();
}
