package io.dragoman.export.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BatchPlanTest {
    private static final int MAX_SLOTS = 60;

    @Test
    void everyPairIsUsedOnceAndBatchesKeepTheirBounds() {
        List<EncodedPair> pairs = pairs(500);

        List<List<EncodedPair>> plan = BatchPlan.of(pairs, MAX_SLOTS, 7, 3);

        Set<EncodedPair> seen = new HashSet<>();
        for (List<EncodedPair> batch : plan) {
            int longest = batch.stream().mapToInt(EncodedPair::steps).max().orElseThrow();
            assertThat(batch.size() == 1 || batch.size() * longest <= MAX_SLOTS).isTrue();
            assertThat(batch.stream().map(p -> p.source().length).distinct()).hasSize(1);
            batch.forEach(pair -> assertThat(seen.add(pair)).isTrue());
        }
        assertThat(seen).hasSize(pairs.size());
    }

    @Test
    void aPlanFollowsFromSeedAndEpochAlone() {
        List<EncodedPair> pairs = pairs(200);

        assertThat(BatchPlan.of(pairs, MAX_SLOTS, 7, 3)).isEqualTo(BatchPlan.of(pairs, MAX_SLOTS, 7, 3));
        assertThat(BatchPlan.of(pairs, MAX_SLOTS, 7, 3)).isNotEqualTo(BatchPlan.of(pairs, MAX_SLOTS, 7, 4));
        assertThat(BatchPlan.of(pairs, MAX_SLOTS, 7, 3)).isNotEqualTo(BatchPlan.of(pairs, MAX_SLOTS, 8, 3));
    }

    private static List<EncodedPair> pairs(int count) {
        Random random = new Random(1);
        List<EncodedPair> pairs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            pairs.add(new EncodedPair(new int[2 + random.nextInt(4)], new int[1 + random.nextInt(9)]));
        }
        return pairs;
    }
}
