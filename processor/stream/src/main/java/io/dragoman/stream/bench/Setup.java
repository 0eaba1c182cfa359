package io.dragoman.stream.bench;

/**
 * One way to run a model.
 *
 * @param workers batches at the same time
 * @param batchSize texts decoded together
 */
record Setup(Way way, int workers, int batchSize) {}
