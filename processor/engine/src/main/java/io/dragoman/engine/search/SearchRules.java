package io.dragoman.engine.search;

import java.util.List;

/** What every strategy needs to know of the vocabulary: where sentences begin and end, and what may not be said. */
public record SearchRules(int bos, int eos, List<LogitsProcessor> processors) {
    /** {@code TopK} with k below 4 is slower than with 4 in ONNX Runtime (measured). */
    private static final int CHEAPEST_TOP_K = 4;

    public SearchRules {
        processors = List.copyOf(processors);
    }

    /** Candidates to ask a row for, so that {@code wanted} remain after the processors. */
    int topK(int wanted) {
        return Math.max(
                CHEAPEST_TOP_K,
                wanted + processors.stream().mapToInt(LogitsProcessor::reach).sum());
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
