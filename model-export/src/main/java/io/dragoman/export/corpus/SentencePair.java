package io.dragoman.export.corpus;

/** A source sentence and one of its targets, both normalised. */
public record SentencePair(String source, String target) {}
