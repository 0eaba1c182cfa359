package io.dragoman.k8s;

import io.dragoman.stream.config.ConfigurationReader;
import io.dragoman.stream.config.DragomanConfiguration;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The configuration that the application would read in a pod, read by its own strict reader. */
final class PodConfiguration {
    private static final Pattern FILE = Pattern.compile("\\$\\{file:([^:}]+)}");

    private PodConfiguration() {}

    /** Throws the reader's own exception for what it refuses. A secret's file is replaced by the text {@code secret}. */
    static DragomanConfiguration of(Manifests manifests, Workload workload) {
        String path = workload.container().at("/args/2").asText();
        String name = Path.of(path).getFileName().toString();
        String yaml = manifests
                .ofKind("ConfigMap")
                .map(map -> map.path("data").path(name).asText())
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse("");
        Map<String, String> variables = new TreeMap<>();
        variables(manifests, workload)
                .forEach((key, value) -> variables.put(key, file(value).isPresent() ? "secret" : value));
        return ConfigurationReader.read(path, yaml, variables);
    }

    /** The container's variables, those of its ConfigMaps first. */
    static Map<String, String> variables(Manifests manifests, Workload workload) {
        Map<String, String> variables = new TreeMap<>();
        workload.container()
                .path("envFrom")
                .forEach(from -> manifests
                        .find("ConfigMap", from.at("/configMapRef/name").asText())
                        .ifPresent(map -> variables.putAll(Workload.strings(map.path("data")))));
        workload.container()
                .path("env")
                .forEach(variable -> variables.put(
                        variable.path("name").asText(), variable.path("value").asText()));
        return variables;
    }

    /** The file that a value names. */
    static Optional<Path> file(String value) {
        Matcher matcher = FILE.matcher(value);
        return matcher.matches() ? Optional.of(Path.of(matcher.group(1))) : Optional.empty();
    }
}
