package io.dragoman.stream.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class RecordsToGoTest {
    @Test
    void thePartitionsWithMostToGoAreNamedFirst() {
        RecordsToGo toGo = RecordsToGo.of(
                Map.of(in(0), 100L, in(1), 300L, in(2), 50L), Map.of(in(0), 90L, in(1), 100L, in(2), 50L), Map.of());
        assertThat(toGo)
                .hasToString(
                        "210 records to go, at most: in-1 200 (committed 100, end 300), in-0 10 (committed 90, end 100)");
    }

    @Test
    void aPartitionWithoutACommitIsBehindFromItsFirstKeptRecord() {
        RecordsToGo toGo = RecordsToGo.of(Map.of(in(0), 100L), Map.of(), Map.of(in(0), 40L));
        assertThat(toGo).hasToString("60 records to go, at most: in-0 60 (nothing committed, end 100)");
    }

    @Test
    void whatIsCommittedOrHasExpiredIsDone() {
        RecordsToGo toGo =
                RecordsToGo.of(Map.of(in(0), 100L, in(1), 100L), Map.of(in(0), 101L, in(1), 3L), Map.of(in(1), 100L));
        assertThat(toGo.none()).isTrue();
    }

    @Test
    void ofManyPartitionsThreeAreNamedAndTheRestCounted() {
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (int partition = 0; partition < 1_000; partition++) {
            ends.put(in(partition), 5L);
        }
        assertThat(RecordsToGo.of(ends, Map.of(), Map.of()))
                .hasToString(
                        "5000 records to go, at most: in-0 5 (nothing committed, end 5), "
                                + "in-1 5 (nothing committed, end 5), in-2 5 (nothing committed, end 5) and 997 partitions more");
    }

    private static TopicPartition in(int partition) {
        return new TopicPartition("in", partition);
    }
}
