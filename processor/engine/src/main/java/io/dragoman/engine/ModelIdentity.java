package io.dragoman.engine;

import org.jspecify.annotations.Nullable;

/**
 * Which model this is.
 *
 * @param digest SHA-256 of the bundle's {@code bundle.json}, 64 lower-case hexadecimal digits
 */
public record ModelIdentity(
        String name,
        String version,
        String digest,
        String task,
        @Nullable String sourceLanguage,
        @Nullable String targetLanguage) {}
