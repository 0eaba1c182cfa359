package io.dragoman.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Every name that one object calls another by leads to it. */
final class ReferenceRules {
    /** Secrets and claims that others make, as README.md says. */
    static final Set<String> MADE_BY_OTHERS = Set.of("kafka-cluster-ca-cert", "dragoman-registry", "dragoman-models");

    private ReferenceRules() {}

    static void check(Manifests manifests, Problems problems) {
        List<Workload> workloads = Workload.of(manifests);
        Set<String> used = new TreeSet<>();
        for (Workload workload : workloads) {
            configuration(manifests, workload, used, problems);
            String account = workload.pod().path("serviceAccountName").asText();
            problems.expect(
                    manifests.find("ServiceAccount", account).isPresent(),
                    workload.label(),
                    "no ServiceAccount " + account);
        }
        manifests
                .ofKind("ConfigMap")
                .filter(map -> map.at("/metadata/labels/grafana_dashboard").isMissingNode())
                .forEach(map ->
                        problems.expect(used.contains(Manifests.name(map)), Manifests.label(map), "is used by no pod"));
        Workload stream =
                workloads.stream().filter(Workload::isStream).findFirst().orElse(null);
        problems.expect(stream != null, "StatefulSet", "there is none");
        if (stream != null) {
            services(manifests, stream, workloads, problems);
            selectors(manifests, stream, workloads, problems);
            scaling(manifests, stream, problems);
        }
    }

    private static void configuration(Manifests manifests, Workload workload, Set<String> used, Problems problems) {
        Stream<String> maps = Stream.concat(
                Manifests.elements(workload.container().path("envFrom")).stream()
                        .map(from -> from.at("/configMapRef/name").asText()),
                workload.volumes().values().stream()
                        .filter(volume -> volume.has("configMap"))
                        .map(volume -> volume.at("/configMap/name").asText()));
        maps.forEach(name -> {
            used.add(name);
            problems.expect(manifests.find("ConfigMap", name).isPresent(), workload.label(), "no ConfigMap " + name);
        });
        workload.container()
                .path("env")
                .forEach(variable -> problems.expect(
                        !variable.has("valueFrom"),
                        workload.label(),
                        "a secret belongs into a file, not into " + variable));
        for (JsonNode volume : workload.volumes().values()) {
            String secret = volume.at("/secret/secretName").asText();
            problems.expect(
                    secret.isEmpty()
                            || MADE_BY_OTHERS.contains(secret)
                            || manifests.find("KafkaUser", secret).isPresent(),
                    workload.label(),
                    "nobody makes the Secret " + secret);
            String claim = volume.at("/persistentVolumeClaim/claimName").asText();
            problems.expect(
                    claim.isEmpty() || MADE_BY_OTHERS.contains(claim),
                    workload.label(),
                    "nobody makes the claim " + claim);
        }
    }

    private static void services(Manifests manifests, Workload stream, List<Workload> workloads, Problems problems) {
        manifests.ofKind("Service").forEach(service -> {
            String label = Manifests.label(service);
            JsonNode selector = service.at("/spec/selector");
            problems.expect(stream.isSelectedBy(selector) && !selector.isEmpty(), label, "selects no stream pod");
            problems.expect(
                    workloads.stream()
                                    .filter(workload -> workload.isSelectedBy(selector))
                                    .count()
                            == 1,
                    label,
                    "selects the Job's pods too");
            service.at("/spec/ports")
                    .forEach(port -> problems.expect(
                            stream.port(port.path("targetPort").asText()).isPresent(),
                            label,
                            "no container port " + port));
        });
        String name = stream.object().at("/spec/serviceName").asText();
        problems.expect(
                manifests
                        .find("Service", name)
                        .map(service -> service.at("/spec/clusterIP").asText())
                        .orElse("")
                        .equals("None"),
                stream.label(),
                "serviceName " + name + " is no headless Service");
    }

    private static void selectors(Manifests manifests, Workload stream, List<Workload> workloads, Problems problems) {
        manifests.ofKind("PodDisruptionBudget").forEach(budget -> {
            problems.expect(
                    stream.isSelectedBy(budget.at("/spec/selector/matchLabels")),
                    Manifests.label(budget),
                    "selects no pod");
            problems.expect(
                    budget.at("/spec").has("minAvailable") != budget.at("/spec").has("maxUnavailable"),
                    Manifests.label(budget),
                    "expected one of minAvailable and maxUnavailable");
            problems.expect(
                    !budget.at("/spec/maxUnavailable").asText("1").equals("0"),
                    Manifests.label(budget),
                    "no node can be drained");
        });
        List<ObjectNode> policies = manifests.ofKind("NetworkPolicy").toList();
        problems.expect(policies.size() == 1, "NetworkPolicy", "expected one");
        for (ObjectNode policy : policies) {
            for (Workload workload : workloads) {
                problems.expect(
                        workload.isSelectedBy(policy.at("/spec/podSelector/matchLabels")),
                        Manifests.label(policy),
                        "leaves out the pods of " + workload.label());
            }
            policy.at("/spec/ingress")
                    .forEach(rule -> rule.path("ports")
                            .forEach(port -> problems.expect(
                                    port.path("port").isInt()
                                            || stream.port(port.path("port").asText())
                                                    .isPresent(),
                                    Manifests.label(policy),
                                    "no container port " + port)));
        }
        manifests.ofKind("PodMonitor").forEach(monitor -> {
            problems.expect(
                    stream.isSelectedBy(monitor.at("/spec/selector/matchLabels")),
                    Manifests.label(monitor),
                    "selects no pod");
            monitor.at("/spec/podMetricsEndpoints")
                    .forEach(endpoint -> problems.expect(
                            stream.port(endpoint.path("port").asText()).isPresent(),
                            Manifests.label(monitor),
                            "no port " + endpoint));
        });
    }

    private static void scaling(Manifests manifests, Workload stream, Problems problems) {
        manifests.ofKind("ScaledObject").forEach(scaled -> {
            JsonNode target = scaled.at("/spec/scaleTargetRef");
            problems.expect(
                    target.path("kind").asText().equals(Manifests.kind(stream.object()))
                            && target.path("name").asText().equals(Manifests.name(stream.object()))
                            && target.path("apiVersion")
                                    .asText()
                                    .equals(stream.object().path("apiVersion").asText()),
                    Manifests.label(scaled),
                    "scales " + target + ", which there is not");
            problems.expect(
                    !stream.object().path("spec").has("replicas"),
                    stream.label(),
                    "has replicas of its own, which each apply would set again");
        });
    }
}
