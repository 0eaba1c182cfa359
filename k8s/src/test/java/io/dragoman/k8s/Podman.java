package io.dragoman.k8s;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * podman with a storage of its own.
 *
 * @param folder where storage and configuration are
 */
record Podman(Path folder) implements AutoCloseable {
    private static final Path CONFIGURATION = Path.of(System.getProperty("dragoman.root", ".."), "k8s/containers.conf");

    static Podman in(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Podman(folder);
    }

    String run(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                "podman",
                "--root",
                folder.resolve("root").toString(),
                "--runroot",
                folder.resolve("run").toString(),
                "--storage-driver",
                "overlay"));
        command.addAll(List.of(arguments));
        return Child.run(Map.of("CONTAINERS_CONF", CONFIGURATION.toString()), command);
    }

    /** The process of a container as the host sees it; 0 when it has ended. */
    int process(String container) {
        return Integer.parseInt(run("inspect", "-f", "{{.State.Pid}}", container));
    }

    @Override
    public void close() {
        run("pod", "rm", "--all", "--force", "--time", "1");
        run("rm", "--all", "--force", "--time", "1");
        run("volume", "rm", "--all", "--force");
        Arrays.stream(run("secret", "ls", "--format", "{{.Name}}").split("\\s+"))
                .filter(name -> !name.isEmpty())
                .forEach(name -> run("secret", "rm", name));
    }
}
