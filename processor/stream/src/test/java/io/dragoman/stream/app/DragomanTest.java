package io.dragoman.stream.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DragomanTest {
    private static final Pattern COMMAND = Pattern.compile("args: \\[([a-z]+), --config,");

    @Test
    void theCommandsOfTheManifestsAreCommands() throws IOException {
        List<String> named;
        try (Stream<Path> files = Files.walk(Path.of(System.getProperty("dragoman.root", "../.."), "k8s"))) {
            named = files.filter(file -> file.toString().endsWith(".yaml")
                            && !file.toString().contains("target"))
                    .flatMap(DragomanTest::commands)
                    .toList();
        }
        assertThat(named).contains("run", "batch");
        assertThat(Dragoman.commandLine().getSubcommands()).containsKeys(named.toArray(String[]::new));
    }

    private static Stream<String> commands(Path manifest) {
        try {
            return COMMAND.matcher(Files.readString(manifest))
                    .results()
                    .map(MatchResult::group)
                    .map(found -> found.replaceAll(".*\\[|,.*", ""));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
