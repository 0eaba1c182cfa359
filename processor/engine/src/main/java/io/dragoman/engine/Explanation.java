package io.dragoman.engine;

import io.dragoman.engine.explanation.ExplainedHypothesis;
import io.dragoman.engine.explanation.Segmented;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Why a generation came out as it did. {@link ExplanationJson} is its form for others.
 *
 * @param source as the model read it, normalised, end of sentence included
 * @param hypotheses best first, at least one; or the one target that was asked about
 */
public record Explanation(ModelIdentity model, Set<Flag> flags, Segmented source, List<ExplainedHypothesis> hypotheses)
        implements Explained {
    public Explanation {
        EnumSet<Flag> ordered = EnumSet.noneOf(Flag.class);
        ordered.addAll(flags);
        flags = Collections.unmodifiableSet(ordered);
        hypotheses = List.copyOf(hypotheses);
        if (hypotheses.isEmpty()) {
            throw new IllegalArgumentException("found no hypothesis, expected at least one");
        }
    }
}
