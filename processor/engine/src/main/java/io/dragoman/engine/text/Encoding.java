package io.dragoman.engine.text;

/**
 * A segmented text.
 *
 * @param ids piece ids, without bos and eos
 * @param unknown number of ids that are the unknown piece: characters the model has no way to see
 */
public record Encoding(int[] ids, int unknown) {}
