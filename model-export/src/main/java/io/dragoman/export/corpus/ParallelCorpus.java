package io.dragoman.export.corpus;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Sentence pairs in the order of their file, with the report of what was dropped. */
public record ParallelCorpus(List<SentencePair> pairs, CorpusReport report) {

    public ParallelCorpus {
        pairs = List.copyOf(pairs);
    }

    /** Targets of each distinct source, in order of first appearance: several targets are several references. */
    public Map<String, List<String>> targetsBySource() {
        return pairs.stream()
                .collect(Collectors.groupingBy(
                        SentencePair::source,
                        LinkedHashMap::new,
                        Collectors.mapping(SentencePair::target, Collectors.toList())));
    }
}
