package io.dragoman.engine.bundle;

import java.util.List;
import java.util.Objects;

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
        Objects.requireNonNull(type, "found no \"type\"");
        Objects.requireNonNull(file, "found no \"file\"");
        sourceNormalization =
                List.copyOf(Objects.requireNonNull(sourceNormalization, "found no \"sourceNormalization\""));
        targetNormalization =
                List.copyOf(Objects.requireNonNull(targetNormalization, "found no \"targetNormalization\""));
    }
}
