package io.dragoman.engine.search;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What every strategy needs to know of the vocabulary: where sentences begin and end, and what may not be said. */
public record SearchRules(int bos, int eos, List<LogitsProcessor> processors) {
    /** {@code TopK} with k below 4 is slower than with 4 in ONNX Runtime (measured). */
    private static final int CHEAPEST_TOP_K = 4;

    public SearchRules {
        processors = List.copyOf(processors);
    }

    /** Candidates to ask a row for, so that {@code wanted} remain after the processors and each row's own forbidden tokens and constraint. */
    int topK(int wanted, Collection<Set<Integer>> forbidden, Stream<Prefix> running) {
        int reach = processors.stream().mapToInt(LogitsProcessor::reach).sum();
        int most = forbidden.stream().mapToInt(Set::size).max().orElse(0);
        int constrained =
                running.mapToInt(prefix -> prefix.constraint().reach()).max().orElse(0);
        return Math.max(CHEAPEST_TOP_K, wanted + reach + most + constrained);
    }

    /** The constraint's state after {@code token}; null where that may not follow. */
    @Nullable Constraint then(Constraint constraint, int token) {
        if (token == eos) {
            return constraint.mayEnd() ? constraint : null;
        }
        return constraint.after(token);
    }

    /** Ids that are never generated, in their order; empty where a processor forbids in another way. */
    Optional<int[]> suppressed() {
        if (!processors.stream().allMatch(SuppressTokens.class::isInstance)) {
            return Optional.empty();
        }
        return Optional.of(processors.stream()
                .flatMap(processor -> ((SuppressTokens) processor).tokens().stream())
                .mapToInt(Integer::intValue)
                .sorted()
                .distinct()
                .toArray());
    }

    boolean allows(int length, int token) {
        for (LogitsProcessor processor : processors) {
            if (!processor.allows(length, token)) {
                return false;
            }
        }
        return true;
    }
}
