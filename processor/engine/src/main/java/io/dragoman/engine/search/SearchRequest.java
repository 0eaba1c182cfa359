package io.dragoman.engine.search;

/**
 * One sentence to search.
 *
 * @param source ids, end of sentence included: (its own length of 1 or more)
 * @param constraint what its hypotheses may say, before their first token
 */
public record SearchRequest(int[] source, SearchOptions options, Constraint constraint) {
    public SearchRequest(int[] source, SearchOptions options) {
        this(source, options, Constraint.NONE);
    }
}
