package io.dragoman.engine;

/** What a reader of a generation should know about it. */
public enum Flag {
    /** The source was cut at the bundle's limit of source tokens. */
    SOURCE_TRUNCATED,
    /** The best hypothesis reached the limit of new tokens before the end of sentence. */
    TARGET_TRUNCATED,
    /** The source holds characters that the vocabulary does not cover. */
    UNKNOWN_TOKENS,
    /** No allowed word could go on the best hypothesis, so the word guard stood aside: it may hold words and numbers that nobody wrote. */
    GUARD_ASIDE
}
