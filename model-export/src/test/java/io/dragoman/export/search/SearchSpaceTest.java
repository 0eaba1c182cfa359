package io.dragoman.export.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchSpaceTest {
    @TempDir
    Path folder;

    @Test
    void readsListsAndRangesAndDefaults() throws IOException {
        SearchSpace space = read("""
                budget-minutes: 30
                options:
                  --cell: [gru, lstm]
                  --learning-rate: {from: 0.0005, to: 0.004, scale: log}
                  --dropout: {from: 0.1, to: 0.4}
                """);

        assertThat(space.options())
                .containsEntry("--cell", new Choice.OneOf(List.of("gru", "lstm")))
                .containsEntry("--learning-rate", new Choice.Range(0.0005, 0.004, true))
                .containsEntry("--dropout", new Choice.Range(0.1, 0.4, false));
        assertThat(space.rungs()).isEqualTo(3);
        assertThat(space.keepOneIn()).isEqualTo(3);
        assertThat(IntStream.range(0, 3).map(rung -> space.epochs(rung, 9))).containsExactly(1, 3, 9);
        assertThat(space.trial(4)).isEqualTo(space.trial(4)).isNotEqualTo(space.trial(5));
        assertThat(IntStream.range(0, 200).mapToObj(space::trial)).allSatisfy(trial -> {
            assertThat(Double.parseDouble(trial.options().getOrDefault("--learning-rate", "")))
                    .isBetween(0.0005, 0.004);
            assertThat(trial.options().get("--cell")).isIn("gru", "lstm");
        });
    }

    @Test
    void namesEveryProblemInOneMessage() {
        String wrong = """
                budget: 3
                rungs: 2
                options:
                  --dropout: 0.1
                  --cell: []
                  --clip-norm: {from: 3, to: 2}
                """;
        assertThatThrownBy(() -> read(wrong))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("space.yaml: found unknown key budget, expected one of [budget-minutes, ")
                .hasMessageContaining("--dropout: found 0.1, expected a list of values or {from: NUMBER")
                .hasMessageContaining("--cell: found no value")
                .hasMessageContaining("--clip-norm: found from 3.0 to 2.0, expected from < to")
                .hasMessageContaining("budget-minutes: expected a number");
        assertThatThrownBy(() -> read("budget-minutes: 0\nkeep-one-in: 1\n"))
                .hasMessageContaining("budget-minutes: found 0.0, expected more than 0; keep-one-in: found 1")
                .hasMessageContaining("options: found none");
    }

    private SearchSpace read(String yaml) throws IOException {
        return SearchSpace.read(Files.writeString(folder.resolve("space.yaml"), yaml));
    }
}
