package io.dragoman.engine;

import io.dragoman.engine.search.Constraint;
import io.dragoman.engine.search.SearchOptions;
import io.dragoman.engine.search.SearchRequest;
import java.util.Set;

/**
 * A request that can be searched.
 *
 * @param index its place among the requests
 * @param ids with the end of sentence
 * @param constraint what may be said of it
 */
record Source(int index, int[] ids, SearchOptions options, Constraint constraint, Set<Flag> flags) {
    SearchRequest toSearch() {
        return new SearchRequest(ids, options, constraint);
    }

    /** As {@link #toSearch}, for every hypothesis that the beam ends with. */
    SearchRequest toWholeSearch() {
        return new SearchRequest(
                ids,
                new SearchOptions(
                        options.beamSize(),
                        options.beamSize(),
                        options.lengthPenalty(),
                        options.maxNewTokens(),
                        options.blockedNgram()),
                constraint);
    }
}
