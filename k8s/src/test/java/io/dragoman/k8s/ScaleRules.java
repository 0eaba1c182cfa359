package io.dragoman.k8s;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dragoman.stream.config.ConfigurationException;
import java.util.Map;
import java.util.Set;

/** Scaling stays within what can share the work, and asks Prometheus a question it can answer. */
final class ScaleRules {
    private static final Set<String> NEEDED = Set.of("serverAddress", "query", "threshold");
    private static final Set<String> KNOWN = Set.of(
            "serverAddress",
            "query",
            "threshold",
            "activationThreshold",
            "namespace",
            "ignoreNullValues",
            "unsafeSsl",
            "timeout",
            "authModes",
            "customHeaders",
            "queryParameters");

    private ScaleRules() {}

    static void check(Manifests manifests, Problems problems) {
        manifests.ofKind("ScaledObject").forEach(object -> check(manifests, object, problems));
    }

    private static void check(Manifests manifests, ObjectNode object, Problems problems) {
        String label = Manifests.label(object);
        ScaledObject.Spec spec = StrictModels.read(object, ScaledObject.class).spec();
        int least = spec.minReplicaCount() == null ? 0 : spec.minReplicaCount();
        int most = spec.maxReplicaCount() == null ? 100 : spec.maxReplicaCount();
        problems.expect(0 < least && least <= most, label, "found " + least + " to " + most + " replicas");
        problems.expect(
                most <= partitions(manifests), label, "more pods than the " + partitions(manifests) + " partitions");
        for (ScaledObject.Trigger trigger : spec.triggers()) {
            Map<String, String> metadata = trigger.metadata();
            problems.expect(
                    trigger.type().equals("prometheus"), label, "trigger " + trigger.type() + " is not checked here");
            problems.expect(
                    metadata.keySet().containsAll(NEEDED) && KNOWN.containsAll(metadata.keySet()),
                    label,
                    "metadata of the trigger: " + metadata.keySet());
            problems.expect(
                    metadata.getOrDefault("query", "").contains("_seconds"),
                    label,
                    "scales on something else than seconds");
            problems.expect(
                    metadata.getOrDefault("threshold", "").matches("[1-9][0-9]*(\\.[0-9]+)?"),
                    label,
                    "threshold is no number");
            problems.expect(
                    "Value".equals(trigger.metricType()),
                    label,
                    "seconds do not add up over pods: metricType must be Value");
        }
    }

    private static int partitions(Manifests manifests) {
        return Workload.of(manifests).stream()
                .filter(Workload::isStream)
                .mapToInt(workload -> {
                    try {
                        return PodConfiguration.of(manifests, workload).topics().partitions();
                    } catch (ConfigurationException e) {
                        return Integer.MAX_VALUE; // ConfigurationRules says so.
                    }
                })
                .min()
                .orElse(0);
    }
}
