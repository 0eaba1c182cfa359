package io.dragoman.stream.console;

/** Where a record stands, and can be read again. */
public record Place(String topic, int partition, long offset) {}
