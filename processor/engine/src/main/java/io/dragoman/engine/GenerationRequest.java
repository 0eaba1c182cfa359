package io.dragoman.engine;

/** One text to generate from. */
public record GenerationRequest(String text, GenerationOptions options) {
    public GenerationRequest(String text) {
        this(text, GenerationOptions.DEFAULTS);
    }
}
