package io.dragoman.stream.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class DragomanTest {
    private static final String[] COMMANDS = {"run", "batch", "generate", "models", "config", "doctor", "bench", "demo"
    };

    @Test
    void withoutACommandAllAreKnown() {
        assertThat(Dragoman.commandLine().getSubcommands()).containsOnlyKeys(COMMANDS);
        assertThat(Dragoman.commandLine("--help").getSubcommands()).containsOnlyKeys(COMMANDS);
        assertThat(Dragoman.commandLine("--stacktrace", "run").getSubcommands()).containsOnlyKeys(COMMANDS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"run", "batch", "generate", "models", "config", "doctor", "bench", "demo"})
    void aCommandThatIsNamedFirstIsAsItIsAmongAll(String name) {
        CommandLine alone = Dragoman.commandLine(name);

        assertThat(alone.getSubcommands()).containsOnlyKeys(name);
        assertThat(usage(alone, name))
                .isEqualTo(usage(Dragoman.commandLine(), name))
                .contains("dragoman " + name, "--stacktrace", "--log-format");
    }

    private static String usage(CommandLine commandLine, String name) {
        return Objects.requireNonNull(commandLine.getSubcommands().get(name)).getUsageMessage();
    }

    @Test
    void anotherWordIsToldWhatThereIs() {
        StringWriter told = new StringWriter();
        CommandLine commandLine = Dragoman.commandLine("runn").setErr(new PrintWriter(told, true));

        assertThat(commandLine.execute("runn")).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(told.toString()).contains("'runn'", "Did you mean", "dragoman run");
    }
}
