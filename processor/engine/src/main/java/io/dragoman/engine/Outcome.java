package io.dragoman.engine;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What became of one request. */
public sealed interface Outcome {
    /**
     * The request was decoded.
     *
     * @param hypotheses best first, at least one
     */
    record Generated(List<GeneratedHypothesis> hypotheses, Set<Flag> flags) implements Outcome {
        public Generated {
            hypotheses = List.copyOf(hypotheses);
            if (hypotheses.isEmpty()) {
                throw new IllegalArgumentException("found no hypothesis, expected at least one");
            }
            EnumSet<Flag> ordered = EnumSet.noneOf(Flag.class);
            ordered.addAll(flags);
            flags = Collections.unmodifiableSet(ordered);
        }

        /** The best hypothesis' text. */
        public String text() {
            return hypotheses.get(0).text();
        }
    }

    /** The input's fault: the same request will be rejected again. */
    record Rejected(Reason reason, String message) implements Outcome {}

    /** The engine's fault: the same request may succeed later. */
    record Failed(Reason reason, String message, @Nullable Throwable cause) implements Outcome {}
}
