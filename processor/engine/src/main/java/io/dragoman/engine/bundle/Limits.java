package io.dragoman.engine.bundle;

/** Most source tokens (end of sentence not counted) and most target tokens (end of sentence counted). */
public record Limits(int maxSourceTokens, int maxTargetTokens) {}
