package io.dragoman.engine.search;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/** What every strategy needs to know of the vocabulary: where sentences begin and end, and what may not be said. */
public record SearchRules(int bos, int eos, List<LogitsProcessor> processors) {
    /** {@code TopK} with k below 4 is slower than with 4 in ONNX Runtime (measured). */
    private static final int CHEAPEST_TOP_K = 4;

    public SearchRules {
        processors = List.copyOf(processors);
    }

    /** Candidates to ask a row for, so that {@code wanted} remain after the processors and each row's own forbidden tokens. */
    int topK(int wanted, Collection<Set<Integer>> forbidden) {
        int reach = processors.stream().mapToInt(LogitsProcessor::reach).sum();
        int most = forbidden.stream().mapToInt(Set::size).max().orElse(0);
        return Math.max(CHEAPEST_TOP_K, wanted + reach + most);
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
