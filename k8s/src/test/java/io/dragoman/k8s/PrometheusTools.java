package io.dragoman.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The real prometheus and promtool: those that {@code k8s/prometheus.sh} fetched, or else those on the path.
 *
 * @param folder where both are
 */
record PrometheusTools(Path folder) {
    /** The tools, or a skipped test that says what to do. With MANIFEST_TESTS_PROMETHEUS=required their absence is a failure. */
    static PrometheusTools orSkip() {
        Stream<Path> path = Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .filter(name -> !name.isEmpty())
                .map(Path::of);
        Optional<PrometheusTools> found = Stream.concat(
                        Stream.of(Kustomize.module().resolve("target/prometheus/usr/bin")), path)
                .filter(bin ->
                        Files.isExecutable(bin.resolve("promtool")) && Files.isExecutable(bin.resolve("prometheus")))
                .map(PrometheusTools::new)
                .findFirst();
        boolean required = "required".equals(System.getenv("MANIFEST_TESTS_PROMETHEUS"));
        if (found.isEmpty() && !required) {
            System.out.println("SKIPPED: no prometheus; run k8s/prometheus.sh to fetch it, or put it on the path");
        }
        Assumptions.assumeTrue(found.isPresent() || required, "no prometheus: run k8s/prometheus.sh");
        return found.orElseThrow(() -> new AssertionError("found no prometheus, expected one: run k8s/prometheus.sh"));
    }

    /** The groups of the PrometheusRule as a file that Prometheus reads. */
    static Path rules(Path folder, JsonNode rule) {
        try {
            Path file = folder.resolve("rules.yaml");
            new YAMLMapper().writeValue(file.toFile(), rule.path("spec"));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String promtool() {
        return folder.resolve("promtool").toString();
    }

    String prometheus() {
        return folder.resolve("prometheus").toString();
    }
}
