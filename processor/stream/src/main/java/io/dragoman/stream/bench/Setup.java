package io.dragoman.stream.bench;

import io.dragoman.engine.model.Device;

/**
 * One way to run a model.
 *
 * @param workers batches at the same time
 * @param batchSize texts decoded together
 */
record Setup(Device device, int workers, int batchSize) {}
