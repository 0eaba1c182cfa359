package io.dragoman.stream.console;

/** Records of one partition that are not served yet. */
public record PartitionLag(String topic, int partition, long records) {}
