package io.dragoman.stream.console;

/** Records of one partition that are not committed yet. */
public record PartitionLag(String topic, int partition, long records) {}
