package io.dragoman.engine.bundle;

/**
 * What a bundle vouches for.
 *
 * @param sha256 64 lower-case hexadecimal digits
 */
public record FileDigest(String sha256, long bytes) {}
