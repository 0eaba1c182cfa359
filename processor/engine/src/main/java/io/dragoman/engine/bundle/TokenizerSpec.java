package io.dragoman.engine.bundle;

import java.util.List;

/**
 * How texts become ids.
 *
 * @param type {@code sentencepiece}
 * @param sourceNormalization names of steps applied to a source text before it is segmented
 * @param targetNormalization names of steps the target side of the training data went through
 */
public record TokenizerSpec(
        String type, String file, List<String> sourceNormalization, List<String> targetNormalization) {
    public TokenizerSpec {
        sourceNormalization = List.copyOf(sourceNormalization);
        targetNormalization = List.copyOf(targetNormalization);
    }
}
