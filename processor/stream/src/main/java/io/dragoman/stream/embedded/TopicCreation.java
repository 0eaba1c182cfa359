package io.dragoman.stream.embedded;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;

/**
 * Topics that are ready for an idempotent producer. {@code createTopics} returns before the partitions have leaders,
 * and a producer that starts in between loses its sequence; reading every end offset is the barrier.
 */
final class TopicCreation {

    private static final Duration RETRY_PAUSE = Duration.ofMillis(50);

    private TopicCreation() {}

    static void create(String bootstrapServers, Map<String, Integer> partitions, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        List<NewTopic> topics = partitions.entrySet().stream()
                .map(topic -> new NewTopic(topic.getKey(), topic.getValue(), (short) 1))
                .toList();
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        partitions.forEach((topic, count) -> {
            for (int partition = 0; partition < count; partition++) {
                ends.put(new TopicPartition(topic, partition), OffsetSpec.latest());
            }
        });
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            await(() -> admin.createTopics(topics).all(), true, deadline);
            await(() -> admin.listOffsets(ends).all(), false, deadline);
        }
    }

    private interface Request {
        KafkaFuture<?> send();
    }

    private static void await(Request request, boolean existingIsFine, long deadline) {
        Throwable last = new TimeoutException("no answer in time");
        while (System.nanoTime() < deadline) {
            try {
                request.send().get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
                return;
            } catch (ExecutionException e) {
                last = e.getCause() == null ? e : e.getCause();
                if (existingIsFine && last instanceof TopicExistsException) {
                    return;
                }
                if (!(last instanceof RetriableException)) {
                    break;
                }
                LockSupport.parkNanos(RETRY_PAUSE.toNanos());
            } catch (TimeoutException e) {
                last = e;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("Interrupted while topics were being created", e);
            }
        }
        throw new IllegalStateException("The topics are not ready: " + last.getMessage(), last);
    }
}
