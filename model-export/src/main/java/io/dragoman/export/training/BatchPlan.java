package io.dragoman.export.training;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * The batches of an epoch, a function of (pairs, seed, epoch) alone, so that a run resumes inside an epoch.
 *
 * <p>All sources of a batch have one length: the recurrent encoder needs no packing and attention no mask. Inside a
 * length the pairs are sorted by target length with jitter, so that little padding is computed.
 */
final class BatchPlan {
    private static final double TARGET_JITTER = 1.5;

    private BatchPlan() {}

    /**
     * @param maxSlots largest rows × longest target of a batch, end token included
     */
    static List<List<EncodedPair>> of(List<EncodedPair> pairs, int maxSlots, long seed, int epoch) {
        Random random = new Random(seed * 1_000_003L + epoch);
        Map<Integer, List<EncodedPair>> bySourceLength = new TreeMap<>();
        pairs.forEach(p -> bySourceLength
                .computeIfAbsent(p.source().length, k -> new ArrayList<>())
                .add(p));
        List<List<EncodedPair>> batches = new ArrayList<>();
        bySourceLength.values().forEach(bucket -> cut(jitterSorted(bucket, random), maxSlots, batches));
        Collections.shuffle(batches, random);
        return batches;
    }

    private static List<EncodedPair> jitterSorted(List<EncodedPair> bucket, Random random) {
        record Keyed(double key, EncodedPair pair) {}
        List<EncodedPair> shuffled = new ArrayList<>(bucket);
        Collections.shuffle(shuffled, random);
        List<Keyed> keyed = new ArrayList<>(shuffled.size());
        shuffled.forEach(p -> keyed.add(new Keyed(p.steps() + TARGET_JITTER * random.nextDouble(), p)));
        keyed.sort((a, b) -> Double.compare(a.key, b.key));
        return keyed.stream().map(Keyed::pair).toList();
    }

    private static void cut(List<EncodedPair> sorted, int maxSlots, List<List<EncodedPair>> batches) {
        int start = 0;
        int longest = 0;
        for (int i = 0; i < sorted.size(); i++) {
            int steps = Math.max(longest, sorted.get(i).steps());
            if (i > start && steps * (i - start + 1) > maxSlots) {
                batches.add(List.copyOf(sorted.subList(start, i)));
                start = i;
                steps = sorted.get(i).steps();
            }
            longest = steps;
        }
        batches.add(List.copyOf(sorted.subList(start, sorted.size())));
    }
}
