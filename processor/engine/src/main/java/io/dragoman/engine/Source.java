package io.dragoman.engine;

import io.dragoman.engine.search.SearchOptions;
import java.util.Set;

/**
 * A request that can be searched.
 *
 * @param index its place among the requests
 * @param ids with the end of sentence
 */
record Source(int index, int[] ids, SearchOptions options, Set<Flag> flags) {}
