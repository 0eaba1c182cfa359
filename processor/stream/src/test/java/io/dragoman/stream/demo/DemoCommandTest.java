package io.dragoman.stream.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {

    @Test
    void summarisesLatencyByNearestRank() {
        List<Answer> answers = IntStream.rangeClosed(1, 100)
                .mapToObj(i -> new Answer(i, "a", "b", i > 10, Duration.ofMillis(i), 4))
                .toList();
        assertThat(Summary.of(answers, Duration.ofSeconds(4)))
                .isEqualTo(new Summary(90, 10, 25.0, Duration.ofMillis(50), Duration.ofMillis(95)));
    }

    @Test
    void namesTheFolderThatHoldsNoBundle(@TempDir Path empty) {
        assertThatThrownBy(() -> BundledModel.find(empty))
                .isInstanceOf(DemoException.class)
                .hasMessageContaining(empty.toString())
                .hasMessageContaining("bundle.json");
    }

    @Test
    void printsPlainWholeLinesWhereThereIsNoTerminal() {
        assertThat(shown(false, 0))
                .isEqualTo("    42 ms  batch   7  Good morning everybody in this house!\n" + " ".repeat(22)
                        + "→ Bonjour à tous dans cette maison !\n");
    }

    @Test
    void cutsLinesToTheTerminal() {
        assertThat(shown(true, 50).lines())
                .allSatisfy(line ->
                        assertThat(line.replaceAll("\033\\[[0-9;]*m", "")).hasSizeLessThanOrEqualTo(50))
                .anySatisfy(line -> assertThat(line).contains("…"));
    }

    @Test
    void waitsNoLongerThanItsLimit() {
        Answers answers = new Answers(
                new Screen(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8), false, 0));
        assertThatThrownBy(() -> answers.await(1, Duration.ofMillis(20)))
                .isInstanceOf(DemoException.class)
                .hasMessageContaining("found 0 of 1");
    }

    private static String shown(boolean colour, int width) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new Screen(new PrintStream(bytes, true, StandardCharsets.UTF_8), colour, width)
                .show(new Answer(
                        0,
                        "Good morning everybody in this house!",
                        "Bonjour à tous dans cette maison !",
                        true,
                        Duration.ofMillis(42),
                        7));
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
