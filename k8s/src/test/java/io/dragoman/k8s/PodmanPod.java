package io.dragoman.k8s;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Rendered manifests as {@code podman play kube} (podman 4.3) takes them: the first pod of the StatefulSet, its claims, and the ConfigMaps.
 * What podman cannot do is left out or done by the test, and listed in {@link #LACKING}; all else is as rendered.
 */
final class PodmanPod {
    static final String NAME = "dragoman-0";
    static final String CONTAINER = NAME + "-dragoman";

    /** What podman 4.3 lacks. */
    static final List<String> LACKING = List.of(
            "StatefulSet (its pod template is played as a Pod, its claim templates as claims)",
            "Service, PodDisruptionBudget, NetworkPolicy, ServiceAccount and topology spread (left out)",
            "container ports beside the host's network, which reaches the broker on the loopback address (left out)",
            "startup and readiness probes (asked for by the test), and HTTP probes without curl in the image (left out)",
            "a Secret in the same file as its pod, and the decoding of its values (made before it, as they are); secret volumes without 'optional' (written out)",
            "fsGroup, defaultMode of secrets and the grace period (ignored)");

    private static final YAMLMapper YAML = new YAMLMapper();

    private PodmanPod() {}

    /** One file for {@code podman play kube}. */
    static String of(Manifests rendered) {
        ObjectNode stateful = rendered.get("StatefulSet", "dragoman");
        ObjectNode spec = stateful.at("/spec/template/spec").deepCopy();
        spec.remove("topologySpreadConstraints");
        spec.withArray("containers")
                .forEach(container -> ((ObjectNode) container)
                        .remove(List.of("ports", "startupProbe", "readinessProbe", "livenessProbe")));
        for (JsonNode volume : spec.withArray("volumes")) {
            if (volume.get("secret") instanceof ObjectNode secret) {
                secret.put("optional", false);
            }
        }
        List<ObjectNode> claims = Manifests.elements(stateful.at("/spec/volumeClaimTemplates")).stream()
                .<ObjectNode>map(JsonNode::deepCopy)
                .toList();
        for (ObjectNode claim : claims) {
            ObjectNode volume = spec.withArray("volumes").addObject();
            volume.put("name", Manifests.name(claim));
            volume.putObject("persistentVolumeClaim").put("claimName", Manifests.name(claim));
        }
        ObjectNode pod = object("Pod", NAME);
        ((ObjectNode) pod.get("metadata"))
                .set("labels", stateful.at("/spec/template/metadata/labels").deepCopy());
        pod.set("spec", spec);
        return Stream.of(rendered.ofKind("ConfigMap"), claims.stream(), Stream.of(pod))
                .flatMap(objects -> objects)
                .map(PodmanPod::yaml)
                .collect(Collectors.joining());
    }

    /** Makes a Secret before the pod is played. podman 4.3 mounts what stands under {@code data} as it is, so there it stands undecoded. */
    static void makeSecret(Podman podman, Path folder, String name, Map<String, String> values) throws IOException {
        boolean decodes = !podman.run("--version").contains(" 4.3.");
        ObjectNode secret = object("Secret", name);
        ObjectNode data = secret.putObject("data");
        values.forEach((key, value) -> data.put(
                key, decodes ? Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8)) : value));
        Path file = Files.writeString(folder.resolve("secret.yaml"), yaml(secret));
        if (decodes) {
            podman.run("play", "kube", file.toString());
        } else {
            podman.run("secret", "create", name, file.toString());
        }
    }

    private static ObjectNode object(String kind, String name) {
        ObjectNode object = YAML.createObjectNode();
        object.put("apiVersion", "v1").put("kind", kind).putObject("metadata").put("name", name);
        return object;
    }

    private static String yaml(ObjectNode object) {
        try {
            return YAML.writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
