package io.dragoman.engine.bundle;

import java.util.Objects;

/**
 * What a bundle vouches for.
 *
 * @param sha256 64 lower-case hexadecimal digits
 */
public record FileDigest(String sha256, long bytes) {
    public FileDigest {
        Objects.requireNonNull(sha256, "found no \"sha256\"");
    }
}
