package io.dragoman.stream.app;

import io.dragoman.stream.cluster.ClusterClients;
import io.dragoman.stream.config.DragomanConfiguration;
import io.dragoman.stream.metrics.PartitionOffsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.StreamsConfig;

/** Asks the broker with an admin client of its own; needs no more rights than reading the topics and the group. */
final class BrokerOffsets implements PartitionOffsets, AutoCloseable {
    private static final int TIMEOUT_MS = 2_000;

    private final Admin admin;
    private final String group;
    private final ListOffsetsOptions options;
    private final Runnable answered;

    /** @param answered told of each answer */
    BrokerOffsets(DragomanConfiguration configuration, Runnable answered) {
        this.answered = answered;
        this.admin = ClusterClients.admin(
                configuration.kafka(), configuration.lifecycle().startTimeout());
        this.group = configuration.kafka().getOrDefault(StreamsConfig.APPLICATION_ID_CONFIG, "");
        this.options = new ListOffsetsOptions(isolation(configuration)).timeoutMs(TIMEOUT_MS);
    }

    /** What the stream's consumers may read. */
    static IsolationLevel isolation(DragomanConfiguration configuration) {
        return configuration.exactlyOnce() ? IsolationLevel.READ_COMMITTED : IsolationLevel.READ_UNCOMMITTED;
    }

    @Override
    public Map<TopicPartition, Long> ends(Set<TopicPartition> partitions) {
        if (partitions.isEmpty()) { // nothing is asked for, but whether the broker answers
            await(admin.describeCluster(new DescribeClusterOptions().timeoutMs(TIMEOUT_MS))
                    .clusterId());
            return Map.of();
        }
        return offsets(partitions, OffsetSpec.latest());
    }

    /** The first offset that is kept. */
    Map<TopicPartition, Long> begins(Set<TopicPartition> partitions) {
        return offsets(partitions, OffsetSpec.earliest());
    }

    private Map<TopicPartition, Long> offsets(Set<TopicPartition> partitions, OffsetSpec which) {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        partitions.forEach(partition -> wanted.put(partition, which));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        await(admin.listOffsets(wanted, options).all())
                .forEach((partition, found) -> offsets.put(partition, found.offset()));
        return offsets;
    }

    @Override
    public Map<TopicPartition, Long> committed(Set<TopicPartition> partitions) {
        ListConsumerGroupOffsetsSpec wanted = new ListConsumerGroupOffsetsSpec().topicPartitions(partitions);
        Map<TopicPartition, Long> committed = new HashMap<>();
        await(admin.listConsumerGroupOffsets(
                                Map.of(group, wanted), new ListConsumerGroupOffsetsOptions().timeoutMs(TIMEOUT_MS))
                        .partitionsToOffsetAndMetadata(group))
                .forEach((partition, offset) -> {
                    if (offset != null) {
                        committed.put(partition, offset.offset());
                    }
                });
        return committed;
    }

    private <T> T await(KafkaFuture<T> future) {
        try {
            T answer = future.get(TIMEOUT_MS + 500, TimeUnit.MILLISECONDS);
            answered.run();
            return answer;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("the broker tells no offsets: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
    }
}
