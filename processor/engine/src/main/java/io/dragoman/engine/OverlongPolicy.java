package io.dragoman.engine;

/** What happens to a source with more tokens than the bundle's limit. */
public enum OverlongPolicy {
    /** It is rejected with {@link Reason#SOURCE_TOO_LONG}. */
    REJECT,
    /** Its first tokens are used and the generation is flagged {@link Flag#SOURCE_TRUNCATED}. */
    TRUNCATE
}
