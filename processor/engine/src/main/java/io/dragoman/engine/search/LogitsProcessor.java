package io.dragoman.engine.search;

/** Forbids tokens. The distribution is not renormalised, so scores stay the model's own. */
public interface LogitsProcessor {
    /** Most tokens it may forbid at one step: so many more candidates are asked of the model. */
    int reach();

    /** Whether {@code token} may follow {@code length} tokens. */
    boolean allows(int length, int token);
}
