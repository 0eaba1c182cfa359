package io.dragoman.export.corpus;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Sentence pairs in the order of their file, with the report of what was dropped. */
public record ParallelCorpus(List<SentencePair> pairs, CorpusReport report) {

    public ParallelCorpus {
        pairs = List.copyOf(pairs);
    }

    /** SHA-256 of the pairs as they are here, 64 lower-case hexadecimal digits: the name of the data in a run. */
    public String digest() {
        return digest(pairs);
    }

    /** Likewise of any pairs. */
    public static String digest(List<SentencePair> pairs) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (SentencePair pair : pairs) {
                digest.update((pair.source() + "\t" + pair.target() + "\n").getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
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
