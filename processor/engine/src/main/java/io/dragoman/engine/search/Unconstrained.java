package io.dragoman.engine.search;

/**
 * Allows everything, and so never changes.
 *
 * @param aside whether it does so in the place of one that allowed nothing
 */
record Unconstrained(boolean aside) implements Constraint {
    @Override
    public Constraint after(int token) {
        return this;
    }

    @Override
    public boolean mayEnd() {
        return true;
    }

    @Override
    public int reach() {
        return 0;
    }
}
