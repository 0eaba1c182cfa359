package io.dragoman.engine.bundle;

/** Number of pieces and the ids with a role. */
public record VocabularySpec(int size, int unk, int bos, int eos, int pad) {}
