package io.dragoman.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An object that makes pods, and its one container.
 *
 * @param object StatefulSet or Job
 */
record Workload(ObjectNode object) {
    static List<Workload> of(Manifests manifests) {
        return manifests.workloads().stream().map(Workload::new).toList();
    }

    String label() {
        return Manifests.label(object);
    }

    boolean isStream() {
        return Manifests.kind(object).equals("StatefulSet");
    }

    JsonNode pod() {
        return object.at("/spec/template/spec");
    }

    JsonNode container() {
        return pod().at("/containers/0");
    }

    Map<String, String> labels() {
        return strings(object.at("/spec/template/metadata/labels"));
    }

    /** Whether a label selector picks the pods. */
    boolean isSelectedBy(JsonNode matchLabels) {
        Map<String, String> wanted = strings(matchLabels);
        return labels().entrySet().containsAll(wanted.entrySet());
    }

    /** Volumes and claims by name. */
    Map<String, JsonNode> volumes() {
        Map<String, JsonNode> volumes = new TreeMap<>();
        pod().path("volumes").forEach(volume -> volumes.put(volume.path("name").asText(), volume));
        object.at("/spec/volumeClaimTemplates")
                .forEach(claim -> volumes.put(claim.at("/metadata/name").asText(), claim));
        return volumes;
    }

    /** The mount that holds a path, the deepest one. */
    Optional<JsonNode> mountOf(String path) {
        return Manifests.elements(container().path("volumeMounts")).stream()
                .filter(mount -> (path + "/").startsWith(mount.path("mountPath").asText() + "/"))
                .max((a, b) -> Integer.compare(
                        a.path("mountPath").asText().length(),
                        b.path("mountPath").asText().length()));
    }

    /** The port of that name, if the container has it. */
    Optional<Integer> port(String name) {
        return Manifests.named(container().path("ports"), name)
                .map(port -> port.path("containerPort").asInt());
    }

    List<JsonNode> probes() {
        List<JsonNode> probes = new ArrayList<>();
        for (String name : List.of("startupProbe", "readinessProbe", "livenessProbe")) {
            if (container().path(name).isObject()) {
                probes.add(container().path(name));
            }
        }
        return probes;
    }

    static Map<String, String> strings(JsonNode object) {
        Map<String, String> strings = new TreeMap<>();
        object.properties()
                .forEach(entry -> strings.put(entry.getKey(), entry.getValue().asText()));
        return strings;
    }
}
