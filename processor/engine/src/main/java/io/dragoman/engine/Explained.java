package io.dragoman.engine;

/** What became of a wish for an explanation. */
public sealed interface Explained permits Explanation, Explained.Not {
    /**
     * The request has no generation to explain.
     *
     * @param outcome rejected or failed
     */
    record Not(Outcome outcome) implements Explained {
        public Not {
            if (outcome instanceof Outcome.Generated) {
                throw new IllegalArgumentException("found a generation, expected a rejection or a failure");
            }
        }
    }
}
