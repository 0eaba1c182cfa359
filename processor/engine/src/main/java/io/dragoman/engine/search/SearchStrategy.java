package io.dragoman.engine.search;

import io.dragoman.engine.model.Seq2SeqModel;
import java.util.List;

/** A way to find likely target sequences. Threading: stateless; one call may run beside others. */
public interface SearchStrategy {
    /**
     * Searches a batch.
     *
     * @return for each request its hypotheses, at least one and at most nBest: complete ones by descending score, then
     *     cut ones by descending score
     * @throws DeadlineExceededException where the batch takes too long
     */
    List<List<Hypothesis>> search(Seq2SeqModel model, List<SearchRequest> requests, Deadline deadline);
}
