package io.dragoman.engine.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dragoman.engine.model.BeamGraph;
import io.dragoman.engine.model.BeamTask;
import io.dragoman.engine.model.BeamTrace;
import io.dragoman.engine.model.DecoderState;
import io.dragoman.engine.model.ModelException;
import io.dragoman.engine.model.Seq2SeqModel;
import io.dragoman.engine.model.StepResult;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A trace of ids 2 eos, 4 a, 5 b, read for beams of two. */
class GraphSearchTest {
    private static final double NONE = Double.NEGATIVE_INFINITY;

    private final List<String> searchedBySteps = new ArrayList<>();

    private final GraphSearch search = new GraphSearch(
            new SearchRules(1, 2, List.of(new SuppressTokens(Set.of(1, 3)))), (model, requests, deadline) -> {
                searchedBySteps.add(requests.size() + " by steps");
                return List.of();
            });

    private static SearchRequest request(int nBest, int maxNewTokens, int blockedNgram) {
        return new SearchRequest(new int[] {4, 2}, new SearchOptions(2, nBest, 1, maxNewTokens, blockedNgram));
    }

    /** A model that has seen {@code trace}, or took too long where there is none. */
    private record Traced(Optional<BeamTrace> trace) implements Seq2SeqModel {
        @Override
        public Optional<BeamGraph> beamGraph() {
            return Optional.of(new BeamGraph() {
                @Override
                public int blockedNgram() {
                    return 0;
                }

                @Override
                public Optional<BeamTrace> run(BeamTask task, Duration limit) {
                    return trace;
                }
            });
        }

        @Override
        public int vocabularySize() {
            return 7;
        }

        @Override
        public DecoderState encode(int[][] sources) {
            throw new AssertionError("found a step from outside, expected none");
        }

        @Override
        public StepResult step(DecoderState state, int[] tokens, int topK) {
            throw new AssertionError("found a step from outside, expected none");
        }

        @Override
        public void close() {}
    }

    private List<List<Hypothesis>> search(BeamTrace trace, SearchRequest... requests) {
        return search.search(new Traced(Optional.of(trace)), List.of(requests), Deadline.after(Duration.ofMinutes(1)));
    }

    @Test
    void readsHypothesesFromPlacesAndTokens() {
        BeamTrace trace = new BeamTrace(
                3,
                4,
                new int[] {4, 5, 2, 0, 5, 2, 4, 5, 2, 4, 2, 5},
                new int[] {0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0},
                new double[] {-1, -2, -3, NONE, -2.5, -3, -4, -5, -3, -4.5, -6, -7});

        List<Hypothesis> found = search(trace, request(2, 9, 0)).get(0);

        assertThat(found.stream().map(Hypothesis::tokens)).containsExactly(new int[] {5, 5}, new int[] {4});
        assertThat(found.stream().map(Hypothesis::score)).containsExactly(-1.0, -1.5);
        assertThat(found).allMatch(Hypothesis::complete);
    }

    @Test
    void stepsThatASentenceDoesNotNeedAreLeftUnread() {
        BeamTrace trace = new BeamTrace(
                2, 4, new int[] {4, 5, 2, 0, 9, 9, 9, 9}, new int[] {0, 0, 0, 0, 9, 9, 9, 9}, new double[] {
                    -1, -2, -3, NONE, 0, 0, 0, 0
                });

        assertThat(search(trace, request(1, 1, 0)).get(0))
                .singleElement()
                .satisfies(cut -> assertThat(cut.tokens()).containsExactly(4))
                .satisfies(cut -> assertThat(cut.complete()).isFalse());
    }

    @Test
    void aGraphThatEndsTooSoonIsAFaultAndNoShortText() {
        BeamTrace trace =
                new BeamTrace(1, 4, new int[] {4, 5, 2, 0}, new int[] {0, 0, 0, 0}, new double[] {-1, -2, -3, NONE});

        assertThatThrownBy(() -> search(trace, request(1, 9, 0)))
                .isInstanceOf(ModelException.class)
                .hasMessageContaining("after 1 steps");
    }

    @Test
    void aRunWithoutATraceWasTooLong() {
        assertThatThrownBy(() -> search.search(
                        new Traced(Optional.empty()), List.of(request(1, 9, 0)), Deadline.after(Duration.ofSeconds(1))))
                .isInstanceOf(DeadlineExceededException.class)
                .hasMessage("found no end after PT1S, expected the batch to be decoded by then");
    }

    @Test
    void whatTheGraphCannotDoIsSearchedByStepsFromOutside() {
        BeamTrace unread = new BeamTrace(0, 4, new int[0], new int[0], new double[0]);

        search(unread, request(1, 9, 3));
        search(unread, request(1, 9, 0), new SearchRequest(new int[] {2}, new SearchOptions(5, 1, 1, 9)));
        search.search(new TableModel(), List.of(request(1, 9, 0)), Deadline.after(Duration.ofMinutes(1)));

        assertThat(searchedBySteps).containsExactly("1 by steps", "2 by steps", "1 by steps");
    }
}
