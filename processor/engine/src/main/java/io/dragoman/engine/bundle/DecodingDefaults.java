package io.dragoman.engine.bundle;

/** What a request that names no option gets; ranges as in the engine's generation options. */
public record DecodingDefaults(int beamSize, int nBest, double lengthPenalty, int maxNewTokens) {}
