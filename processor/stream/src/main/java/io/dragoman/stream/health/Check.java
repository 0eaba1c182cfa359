package io.dragoman.stream.health;

/**
 * One thing that health depends on.
 *
 * @param detail what was found, for people
 */
public record Check(String name, boolean healthy, String detail) {}
