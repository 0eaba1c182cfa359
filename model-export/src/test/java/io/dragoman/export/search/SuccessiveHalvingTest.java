package io.dragoman.export.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SuccessiveHalvingTest {
    private static final Map<String, Choice> RATES = Map.of("--learning-rate", new Choice.Range(0.001, 0.1, true));

    private final List<String> calls = new ArrayList<>();

    @Test
    void oneInThreeGoesOnAndTheLastOneTrainsToTheEnd() {
        SearchSpace space = new SearchSpace(1000, 3, 3, 9, 1, RATES);

        List<Standing> standings = new SuccessiveHalving(space, 9, this::train).search();

        assertThat(standings).hasSize(9);
        assertThat(standings).extracting(Standing::rungs).containsExactly(3, 2, 2, 1, 1, 1, 1, 1, 1);
        assertThat(calls.subList(0, 9)).allMatch(call -> call.endsWith(" to 1"));
        assertThat(calls.subList(9, 12)).allMatch(call -> call.endsWith(" to 3"));
        assertThat(calls.subList(12, 13)).allMatch(call -> call.endsWith(" to 9"));
        double rate = rate(standings.getFirst().result().trial());
        assertThat(standings)
                .allSatisfy(other -> assertThat(rate(other.result().trial())).isLessThanOrEqualTo(rate));
    }

    @Test
    void theBudgetBoundsHowManyTrialsAreBegunAndGoOn() {
        SearchSpace space = new SearchSpace(12, 3, 2, 1000, 1, RATES);

        List<Standing> standings = new SuccessiveHalving(space, 4, this::train).search();

        // a minute an epoch: 4 minutes of new trials; the second rung takes 2 of them to epoch 2, the last 1 to epoch 4
        assertThat(standings).extracting(Standing::rungs).containsExactly(3, 2, 1, 1);
    }

    @Test
    void aTrialThatFailsIsLeftBehindAndNamesItsProblem() {
        SearchSpace space = new SearchSpace(1000, 2, 3, 3, 1, RATES);

        List<Standing> standings = new SuccessiveHalving(
                        space,
                        3,
                        (trial, until) -> trial.number() == 1
                                ? new TrialResult(trial, List.of(99.0), 1, "the gradient is not finite")
                                : train(trial, until))
                .search();

        assertThat(standings.getLast().result().trial().number()).isEqualTo(1);
        assertThat(standings.getLast().result().best()).isEqualTo(-1);
        assertThat(standings.getFirst().rungs()).isEqualTo(2);
    }

    @Test
    void theSameSpaceGivesTheSameTrialsAndDecisions() {
        SearchSpace space = new SearchSpace(20, 3, 3, 1000, 7, RATES);

        List<Standing> once = new SuccessiveHalving(space, 9, this::train).search();

        assertThat(new SuccessiveHalving(space, 9, this::train).search()).isEqualTo(once);
        assertThat(once)
                .extracting(standing -> standing.result().trial().options())
                .doesNotHaveDuplicates();
    }

    /** A higher rate scores higher; an epoch takes a minute. */
    private TrialResult train(Trial trial, int until) {
        calls.add(trial.number() + " to " + until);
        return new TrialResult(
                trial,
                IntStream.rangeClosed(1, until)
                        .mapToObj(epoch -> epoch + 1000 * rate(trial))
                        .toList(),
                until,
                "");
    }

    private static double rate(Trial trial) {
        return Double.parseDouble(trial.options().getOrDefault("--learning-rate", ""));
    }
}
