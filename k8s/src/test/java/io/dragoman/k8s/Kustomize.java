package io.dragoman.k8s;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The real kustomize, as kubectl carries it: the one that {@code k8s/kubectl.sh} fetched, or else the one on the path. */
record Kustomize(Path kubectl) {
    private static final Path MODULE = Path.of(System.getProperty("dragoman.root", ".."), "k8s");

    /** The folder of the manifests. */
    static Path module() {
        return MODULE.toAbsolutePath().normalize();
    }

    /** Kustomize, or a skipped test that says what to do. With MANIFEST_TESTS_KUBECTL=required its absence is a failure. */
    static Kustomize orSkip() {
        Optional<Kustomize> found = find();
        boolean required = "required".equals(System.getenv("MANIFEST_TESTS_KUBECTL"));
        if (found.isEmpty() && !required) {
            System.out.println("SKIPPED: no kubectl; run k8s/kubectl.sh to fetch it, or put one on the path");
        }
        Assumptions.assumeTrue(found.isPresent() || required, "no kubectl: run k8s/kubectl.sh");
        return found.orElseThrow(() -> new AssertionError("found no kubectl, expected one: run k8s/kubectl.sh"));
    }

    private static Optional<Kustomize> find() {
        Stream<Path> path = Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "kubectl"));
        return Stream.concat(Stream.of(module().resolve("target/kubectl/kubectl")), path)
                .filter(Files::isExecutable)
                .map(Kustomize::new)
                .findFirst();
    }

    /** The manifests of a folder with a kustomization, as YAML. */
    String build(Path folder) {
        try {
            Path errors = Files.createTempFile("kustomize", ".err");
            Process process = new ProcessBuilder(List.of(kubectl.toString(), "kustomize", folder.toString()))
                    .redirectError(errors.toFile())
                    .start();
            String yaml = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean ended = process.waitFor(60, TimeUnit.SECONDS);
            String message = Files.readString(errors);
            Files.delete(errors);
            if (!ended || process.exitValue() != 0 || !message.isEmpty()) {
                throw new AssertionError("kustomize build " + folder + " failed or warned: " + message);
            }
            return yaml;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
