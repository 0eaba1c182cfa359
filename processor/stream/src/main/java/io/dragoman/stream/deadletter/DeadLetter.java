package io.dragoman.stream.deadletter;

import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A record as it was read, with the position it stood at.
 *
 * @param key its exact key
 * @param value its exact value
 * @param headers its own headers
 * @param topic its topic
 * @param partition its partition
 * @param offset its offset
 */
public record DeadLetter(
        byte @Nullable [] key,
        byte @Nullable [] value,
        Iterable<Header> headers,
        @Nullable String topic,
        int partition,
        long offset) {}
