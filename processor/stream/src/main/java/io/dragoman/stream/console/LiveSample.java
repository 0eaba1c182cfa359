package io.dragoman.stream.console;

/**
 * What happened in one moment. A value that nothing gave is NaN.
 *
 * @param second of its end, since the epoch
 * @param generated records a second; likewise rejected and failed
 * @param median latency in milliseconds, from the record's timestamp to its outcome
 * @param p95 likewise, the 95th percentile
 * @param batchSize mean sentences a batch
 * @param backlog records that are not served yet
 * @param backlogSeconds time to serve the backlog at the rate measured while busy
 */
record LiveSample(
        long second,
        double generated,
        double rejected,
        double failed,
        double median,
        double p95,
        double batchSize,
        double backlog,
        double backlogSeconds) {}
