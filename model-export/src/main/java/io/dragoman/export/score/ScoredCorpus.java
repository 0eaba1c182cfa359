package io.dragoman.export.score;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hypotheses beside their references.
 *
 * @param segments in corpus order, each with at least one reference
 */
public record ScoredCorpus(List<Segment> segments) {
    /**
     * One segment.
     *
     * @param references one or more; an empty string is a reference of length zero
     */
    public record Segment(String hypothesis, List<String> references) {
        public Segment {
            references = List.copyOf(references);
            if (references.isEmpty()) {
                throw new IllegalArgumentException("a segment needs at least one reference, found none");
            }
        }
    }

    public ScoredCorpus {
        segments = List.copyOf(segments);
    }

    /**
     * Aligns hypotheses with streams of references by position.
     *
     * @param referenceStreams one or more, each as long as the hypotheses; null where a stream lacks the segment's reference
     * @throws IllegalArgumentException where lengths differ or a segment has no reference at all
     */
    public static ScoredCorpus of(List<String> hypotheses, List<? extends List<@Nullable String>> referenceStreams) {
        if (referenceStreams.isEmpty()) {
            throw new IllegalArgumentException("expected at least one stream of references, found none");
        }
        for (int stream = 0; stream < referenceStreams.size(); stream++) {
            int found = referenceStreams.get(stream).size();
            if (found != hypotheses.size()) {
                throw new IllegalArgumentException("reference stream " + stream + " has " + found
                        + " segments, expected " + hypotheses.size() + " as there are hypotheses");
            }
        }
        List<Segment> segments = new ArrayList<>(hypotheses.size());
        for (int i = 0; i < hypotheses.size(); i++) {
            segments.add(new Segment(hypotheses.get(i), present(referenceStreams, i)));
        }
        return new ScoredCorpus(segments);
    }

    private static List<String> present(List<? extends List<@Nullable String>> streams, int segment) {
        List<String> references = new ArrayList<>(streams.size());
        for (List<@Nullable String> stream : streams) {
            String reference = stream.get(segment);
            if (reference != null) {
                references.add(reference);
            }
        }
        if (references.isEmpty()) {
            throw new IllegalArgumentException("segment " + segment + " has no reference, expected at least one");
        }
        return references;
    }

    /** How many references a segment has, as signatures write it: a number, or {@code var} where it varies. */
    public String referenceCount() {
        int[] counts = segments.stream()
                .mapToInt(segment -> segment.references().size())
                .distinct()
                .toArray();
        return counts.length == 1 ? Integer.toString(counts[0]) : "var";
    }
}
