package io.dragoman.stream.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the page is told of the partitions. */
class ConsoleJsonTest {
    private final LiveHistory history = new LiveHistory();
    private final ConsoleJson json = new ConsoleJson(
            new ConsoleOptions(true, List.of(), 100, 20), List::of, history, new DeadLetterTrail(), false);

    private JsonNode partitions(List<PartitionLag> lags) throws IOException {
        history.sample(0, 100, lags, Double.NaN);
        return new ObjectMapper().readTree(json.live(Long.MIN_VALUE)).get("partitions");
    }

    private static PartitionLag lag(int partition, long records, PartitionLag.@Nullable Oldest oldest) {
        return new PartitionLag("in", partition, records, oldest);
    }

    @Test
    void whoWaitsLongestComesFirst() throws IOException {
        JsonNode partitions = partitions(List.of(
                lag(0, 50, null),
                lag(1, 900, new PartitionLag.Oldest(17, 1_250, false)),
                lag(2, 1, new PartitionLag.Oldest(40, 60_000, true)),
                lag(3, 70, null),
                lag(4, 1, new PartitionLag.Oldest(3, 0, false))));
        assertThat(partitions.findValuesAsText("partition")).containsExactly("2", "1", "4", "3", "0");
        assertThat(partitions.at("/0/oldest").toString())
                .isEqualTo("{\"offset\":40,\"seconds\":60.0,\"atLeast\":true}");
        assertThat(partitions.at("/1/oldest").toString())
                .isEqualTo("{\"offset\":17,\"seconds\":1.25,\"atLeast\":false}");
        assertThat(partitions.at("/3/oldest").isNull()).isTrue();
    }

    @Test
    void ofManyPartitionsThoseThatWaitLongestAreShown() throws IOException {
        JsonNode partitions = partitions(IntStream.range(0, 1_000)
                .mapToObj(partition -> lag(partition, 1, new PartitionLag.Oldest(0, partition, false)))
                .toList());
        assertThat(partitions).hasSize(LiveHistory.PARTITIONS);
        assertThat(partitions.at("/0/partition").asInt()).isEqualTo(999);
    }
}
