package io.dragoman.engine.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SearchTest {
    private static final int A = 4;
    private static final int B = 5;
    private static final int C = 6;
    private static final SearchRules RULES = new SearchRules(1, 2, List.of(new SuppressTokens(Set.of(1, 3))));

    static Stream<SearchStrategy> strategies() {
        return Stream.of(new GreedySearch(RULES), new BeamSearch(RULES));
    }

    private static SearchOptions options(int beam, int nBest, double penalty, int most) {
        return new SearchOptions(beam, nBest, penalty, most);
    }

    private static List<List<Hypothesis>> search(
            SearchStrategy strategy, TableModel model, int[][] sources, SearchOptions... options) {
        List<SearchRequest> requests = new ArrayList<>();
        for (int i = 0; i < sources.length; i++) {
            requests.add(new SearchRequest(sources[i], options[i]));
        }
        return search(strategy, model, requests);
    }

    private static List<List<Hypothesis>> search(
            SearchStrategy strategy, TableModel model, List<SearchRequest> requests) {
        List<List<Hypothesis>> found = strategy.search(model, requests, Deadline.after(Duration.ofMinutes(1)));
        assertThat(model.openStates).isZero();
        return found;
    }

    /** Greedy falls for a (0.5), but b c is likelier as a whole: 0.4 * 0.9 against 0.5 * 0.4. */
    private static TableModel gardenPath() {
        return new TableModel()
                .given(10, new int[] {}, 0, 0.1, 0, 0, 0.5, 0.4, 0)
                .given(10, new int[] {A}, 0, 0, 0.4, 0, 0.3, 0.3, 0)
                .given(10, new int[] {B}, 0, 0, 0.1, 0, 0, 0, 0.9);
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void beamOneIsGreedy(SearchStrategy strategy) {
        Hypothesis best = search(strategy, gardenPath(), new int[][] {{10, 2}}, options(1, 1, 1, 9))
                .get(0)
                .get(0);
        assertThat(best.tokens()).containsExactly(A);
        assertThat(best.complete()).isTrue();
        assertThat(best.logProb()).isCloseTo(Math.log(0.5) + Math.log(0.4), within(1e-6));
        assertThat(best.score()).isCloseTo(best.logProb() / 2, within(1e-12));
    }

    @Test
    void aWiderBeamFindsTheLikelierSentence() {
        List<Hypothesis> found = search(new BeamSearch(RULES), gardenPath(), new int[][] {{10, 2}}, options(2, 2, 0, 9))
                .get(0);
        assertThat(found.get(0).tokens()).containsExactly(B, C);
        assertThat(found.get(1).tokens()).containsExactly(A);
        assertThat(found).isSortedAccordingTo((x, y) -> Double.compare(y.score(), x.score()));
        assertThat(found.get(0).score()).isCloseTo(Math.log(0.36), within(1e-6));
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void forbiddenTokensAreNeverChosen(SearchStrategy strategy) {
        TableModel model = new TableModel().given(10, new int[] {}, 0, 0.5, 0.05, 0.3, 0, 0.15, 0);
        assertThat(search(strategy, model, new int[][] {{10, 2}}, options(1, 1, 1, 9))
                        .get(0)
                        .get(0)
                        .tokens())
                .containsExactly(B);
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void aSentenceIsCutAtItsOwnLimit(SearchStrategy strategy) {
        TableModel model = new TableModel();
        for (int length = 0; length < 6; length++) {
            int[] prefix = new int[length];
            java.util.Arrays.fill(prefix, C);
            model.given(10, prefix, 0, 0, 0.1, 0, 0, 0, 0.9);
        }
        List<List<Hypothesis>> found =
                search(strategy, model, new int[][] {{10, 2}, {10, 2}}, options(1, 1, 1, 2), options(1, 1, 1, 5));
        assertThat(found.get(0).get(0).tokens()).containsExactly(C, C);
        assertThat(found.get(0).get(0).complete()).isFalse();
        assertThat(found.get(1).get(0).tokens()).containsExactly(C, C, C, C, C);
        assertThat(model.rowsPerStep).as("the finished row leaves").containsExactly(2, 2, 1, 1, 1);
    }

    /** Says a b without end, c and eos being the next likeliest; any other prefix likewise. */
    private static TableModel looping() {
        TableModel model = new TableModel();
        List<int[]> prefixes = new ArrayList<>(List.of(new int[] {}));
        for (int i = 0; i < prefixes.size(); i++) {
            int[] prefix = prefixes.get(i);
            boolean afterA = prefix.length > 0 && prefix[prefix.length - 1] == A;
            model.given(10, prefix, 0, 0, 0.02, 0, afterA ? 0.03 : 0.9, afterA ? 0.9 : 0.03, 0.05);
            for (int token = A; token <= C && prefix.length < 6; token++) {
                int[] longer = java.util.Arrays.copyOf(prefix, prefix.length + 1);
                longer[prefix.length] = token;
                prefixes.add(longer);
            }
        }
        return model;
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void blockedNgramsAreSaidOnce(SearchStrategy strategy) {
        int[][] source = {{10, 2}, {10, 2}};
        List<List<Hypothesis>> found =
                search(strategy, looping(), source, options(1, 1, 1, 7), new SearchOptions(1, 1, 1, 7, 2));
        assertThat(found.get(0).get(0).tokens()).containsExactly(A, B, A, B, A, B, A);
        assertThat(found.get(1).get(0).tokens()).containsExactly(A, B, A, C, A, A);
        assertThat(search(
                        strategy,
                        looping(),
                        source,
                        new SearchOptions(1, 1, 1, 7, 3),
                        new SearchOptions(1, 1, 1, 7, 1)))
                .satisfies(both -> assertThat(both.get(0).get(0).tokens()).containsExactly(A, B, A, B, C, A, B))
                .satisfies(both -> assertThat(both.get(1).get(0).tokens()).containsExactly(A, B, C));
    }

    @Test
    void noHypothesisOfABeamHoldsABlockedNgramTwice() {
        List<Hypothesis> found = search(
                        new BeamSearch(RULES), looping(), new int[][] {{10, 2}}, new SearchOptions(4, 4, 1, 7, 2))
                .get(0);
        assertThat(found).hasSize(4).allSatisfy(hypothesis -> {
            List<String> pairs = new ArrayList<>();
            for (int i = 1; i < hypothesis.tokens().length; i++) {
                pairs.add(hypothesis.tokens()[i - 1] + " " + hypothesis.tokens()[i]);
            }
            assertThat(pairs).doesNotHaveDuplicates();
        });
    }

    /** Forbids one token everywhere, and an end before so many tokens. */
    private record Without(int token, int shortest, int length) implements Constraint {
        @Override
        public @Nullable Constraint after(int next) {
            return next == token ? null : new Without(token, shortest, length + 1);
        }

        @Override
        public boolean mayEnd() {
            return length >= shortest;
        }

        @Override
        public int reach() {
            return 8;
        }
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void aConstraintForbidsTokensAndEnds(SearchStrategy strategy) {
        SearchOptions wish = options(1, 1, 0, 9);
        List<SearchRequest> requests = List.of(
                new SearchRequest(new int[] {10, 2}, wish),
                new SearchRequest(new int[] {10, 2}, wish, new Without(A, 0, 0)),
                new SearchRequest(new int[] {10, 2}, wish, new Without(C, 2, 0)));

        List<List<Hypothesis>> found = search(strategy, gardenPath(), requests);

        assertThat(found.get(0).get(0).tokens()).containsExactly(A);
        assertThat(found.get(1).get(0).tokens()).containsExactly(B, C);
        assertThat(found.get(2).get(0).tokens()).startsWith(A).hasSizeGreaterThanOrEqualTo(2);
        assertThat(found).allSatisfy(one -> assertThat(one.get(0).aside()).isFalse());
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void aConstraintThatAllowsNothingStandsAside(SearchStrategy strategy) {
        Constraint nothing = new Constraint() {
            @Override
            public @Nullable Constraint after(int token) {
                return null;
            }

            @Override
            public boolean mayEnd() {
                return false;
            }

            @Override
            public int reach() {
                return 8;
            }
        };

        List<Hypothesis> found = search(
                        strategy,
                        gardenPath(),
                        List.of(new SearchRequest(new int[] {10, 2}, options(1, 1, 0, 9), nothing)))
                .get(0);

        assertThat(found.get(0).tokens()).containsExactly(A);
        assertThat(found.get(0).aside()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void theDeadlineEndsABatchAndFreesItsState(SearchStrategy strategy) {
        TableModel model = gardenPath();
        assertThatThrownBy(() -> strategy.search(
                        model,
                        List.of(new SearchRequest(new int[] {10, 2}, options(1, 1, 1, 9))),
                        new Deadline(System.nanoTime() - 1, Duration.ZERO)))
                .isInstanceOf(DeadlineExceededException.class);
        assertThat(model.openStates).isZero();
    }

    @Test
    void batchMatesChangeNothing() {
        TableModel model = randomModel(new Random(7));
        for (SearchStrategy strategy : strategies().toList()) {
            for (int beam : strategy instanceof GreedySearch ? new int[] {1} : new int[] {1, 2, 5}) {
                SearchOptions wish = options(beam, beam, 0.6, 6);
                int[][] all = java.util.stream.IntStream.range(10, 22)
                        .mapToObj(s -> new int[] {s, 2})
                        .toArray(int[][]::new);
                List<List<Hypothesis>> together = search(
                        strategy,
                        model,
                        all,
                        java.util.Collections.nCopies(12, wish).toArray(SearchOptions[]::new));
                for (int s = 0; s < all.length; s++) {
                    List<Hypothesis> alone =
                            search(strategy, model, new int[][] {all[s]}, wish).get(0);
                    assertThat(together.get(s)).usingRecursiveComparison().isEqualTo(alone);
                }
            }
        }
    }

    @Test
    void stoppingEarlyByTheScoreBoundLosesNothing() {
        TableModel model = randomModel(new Random(3));
        for (int source = 10; source < 22; source++) {
            int[][] batch = {{source, 2}};
            Hypothesis one = search(new BeamSearch(RULES), model, batch, options(4, 1, 0.7, 6))
                    .get(0)
                    .get(0);
            List<Hypothesis> four = search(new BeamSearch(RULES), model, batch, options(4, 4, 0.7, 6))
                    .get(0);
            assertThat(one.tokens()).isEqualTo(four.get(0).tokens());
        }
    }

    /** Up to 5 tokens deep over a, b, c and eos. */
    private static TableModel randomModel(Random random) {
        TableModel model = new TableModel();
        for (int source = 10; source < 22; source++) {
            List<int[]> prefixes = new ArrayList<>(List.of(new int[] {}));
            for (int i = 0; i < prefixes.size(); i++) {
                int[] prefix = prefixes.get(i);
                double eos = random.nextDouble();
                double a = random.nextDouble();
                double b = random.nextDouble();
                double c = random.nextDouble();
                double sum = eos + a + b + c;
                model.given(source, prefix, 0, 0, eos / sum, 0, a / sum, b / sum, c / sum);
                for (int token = A; token <= C && prefix.length < 4; token++) {
                    int[] longer = java.util.Arrays.copyOf(prefix, prefix.length + 1);
                    longer[prefix.length] = token;
                    prefixes.add(longer);
                }
            }
        }
        return model;
    }
}
