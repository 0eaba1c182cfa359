package io.dragoman.export.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class TokenizeCommandTest {
    private static final Path TINY =
            Path.of(System.getProperty("dragoman.root"), "processor/engine/src/test/resources/bundles/tiny-reversal");

    private static String run(String input, String... arguments) {
        CommandLine commandLine =
                new CommandLine(new TokenizeCommand(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8))));
        StringWriter out = new StringWriter();
        commandLine.setOut(new PrintWriter(out));
        assertThat(commandLine.execute(arguments)).isZero();
        return out.toString().replace(System.lineSeparator(), "\n");
    }

    @Test
    void textComesBackFromItsIds() {
        String text = "the cat sleeps\n\nun é 😀 oiseau\n";
        String ids = run(text, "--bundle", TINY.toString(), "--ids");
        assertThat(ids.lines()).hasSize(3);
        assertThat(run(ids, "--model", TINY.resolve("tokenizer.spm").toString(), "--decode"))
                .isEqualTo(text);
    }

    @Test
    void piecesAreThoseOfTheModelAfterNormalisation() {
        assertThat(run("  the   cat ", "--bundle", TINY.toString())).startsWith("▁");
        assertThat(run("  the   cat ", "--bundle", TINY.toString()))
                .isEqualTo(run("the cat", "--bundle", TINY.toString()));
    }
}
