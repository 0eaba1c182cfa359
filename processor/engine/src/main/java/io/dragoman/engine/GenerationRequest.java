package io.dragoman.engine;

import org.jspecify.annotations.Nullable;

/**
 * One text to generate from.
 *
 * @param text the source
 * @param options what is wished of its generation
 * @param origin what its sender wants to find again in the batch; the engine never looks at it
 */
public record GenerationRequest(
        String text, GenerationOptions options, @Nullable Object origin) {
    /** A request that nobody follows. */
    public GenerationRequest(String text, GenerationOptions options) {
        this(text, options, null);
    }

    public GenerationRequest(String text) {
        this(text, GenerationOptions.DEFAULTS);
    }

    /** The same request, with its sender's mark. */
    public GenerationRequest from(Object sender) {
        return new GenerationRequest(text, options, sender);
    }
}
