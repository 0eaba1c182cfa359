package io.dragoman.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** What one pod must be: consistent in itself, bounded, and allowed under the restricted pod security standard. */
final class PodRules {
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern TAGGED = Pattern.compile(".+(:[\\w][\\w.-]{0,127}|@sha256:[0-9a-f]{64})");
    private static final Set<String> RESTRICTED_VOLUMES =
            Set.of("configMap", "emptyDir", "persistentVolumeClaim", "projected", "secret");

    private PodRules() {}

    static void check(Manifests manifests, Problems problems) {
        Set<String> seen = new HashSet<>();
        manifests.objects().forEach(object -> {
            String label = Manifests.label(object);
            problems.expect(NAME.matcher(Manifests.name(object)).matches(), label, "the name is not a DNS label");
            problems.expect(seen.add(label), label, "occurs twice");
        });
        for (Workload workload : Workload.of(manifests)) {
            shape(workload, problems);
            volumes(workload, problems);
            ports(workload, problems);
            resources(workload, problems);
            security(workload, problems);
        }
    }

    private static void shape(Workload workload, Problems problems) {
        String label = workload.label();
        JsonNode pod = workload.pod();
        problems.expect(pod.path("containers").size() == 1, label, "expected one container");
        problems.expect(!pod.has("initContainers"), label, "init containers are not checked here");
        String image = workload.container().path("image").asText();
        problems.expect(
                TAGGED.matcher(image).matches() && !image.endsWith(":latest"),
                label,
                "image " + image + " has no fixed tag");
        String restart = pod.path("restartPolicy").asText("Always");
        if (workload.isStream()) {
            JsonNode selector = workload.object().at("/spec/selector/matchLabels");
            problems.expect(
                    !selector.isEmpty() && workload.isSelectedBy(selector),
                    label,
                    "the selector does not match the pods");
            problems.expect(restart.equals("Always"), label, "restartPolicy " + restart + ", expected Always");
        } else {
            problems.expect(
                    Set.of("OnFailure", "Never").contains(restart), label, "restartPolicy " + restart + " for a Job");
        }
        pod.path("topologySpreadConstraints").forEach(spread -> {
            problems.expect(
                    workload.isSelectedBy(spread.at("/labelSelector/matchLabels")),
                    label,
                    "spreads other pods than its own");
            problems.expect(
                    Set.of("ScheduleAnyway", "DoNotSchedule")
                            .contains(spread.path("whenUnsatisfiable").asText()),
                    label,
                    "whenUnsatisfiable is none of its two values");
        });
    }

    private static void volumes(Workload workload, Problems problems) {
        Map<String, JsonNode> volumes = workload.volumes();
        Set<String> mounted = new HashSet<>();
        Set<String> paths = new HashSet<>();
        workload.container().path("volumeMounts").forEach(mount -> {
            String name = mount.path("name").asText();
            mounted.add(name);
            problems.expect(volumes.containsKey(name), workload.label(), "mounts '" + name + "', which is no volume");
            problems.expect(
                    paths.add(mount.path("mountPath").asText()), workload.label(), "two volumes at one path: " + mount);
            JsonNode volume = volumes.get(name);
            boolean writable = volume == null || volume.has("emptyDir") || volume.has("metadata");
            problems.expect(
                    writable || mount.path("readOnly").asBoolean(),
                    workload.label(),
                    "'" + name + "' is not mounted read-only");
        });
        problems.expect(
                mounted.containsAll(volumes.keySet()),
                workload.label(),
                "a volume is mounted nowhere: " + volumes.keySet());
        problems.expect(
                workload.mountOf("/tmp").isPresent(),
                workload.label(),
                "nothing is mounted at /tmp beside a read-only root");
    }

    private static void ports(Workload workload, Problems problems) {
        Set<String> names = new HashSet<>();
        workload.container().path("ports").forEach(port -> {
            String name = port.path("name").asText();
            problems.expect(names.add(name), workload.label(), "two ports are called '" + name + "'");
            problems.expect(
                    name.length() <= 15 && NAME.matcher(name).matches(), workload.label(), "port name '" + name + "'");
        });
        problems.expect(
                workload.container().has("startupProbe") && workload.container().has("livenessProbe"),
                workload.label(),
                "expected a startup and a liveness probe");
        problems.expect(
                !workload.isStream() || workload.container().has("readinessProbe"),
                workload.label(),
                "expected a readiness probe");
        for (JsonNode probe : workload.probes()) {
            String port = probe.at("/httpGet/port").asText();
            problems.expect(
                    workload.port(port).isPresent(),
                    workload.label(),
                    "a probe asks port '" + port + "', which there is not");
            problems.expect(
                    probe.path("timeoutSeconds").asInt(1)
                            <= probe.path("periodSeconds").asInt(10),
                    workload.label(),
                    "a probe's time-out is longer than its period");
        }
    }

    private static void resources(Workload workload, Problems problems) {
        JsonNode limits = workload.container().at("/resources/limits");
        JsonNode requests = workload.container().at("/resources/requests");
        for (String resource : List.of("cpu", "memory")) {
            problems.expect(
                    limits.has(resource) && requests.has(resource),
                    workload.label(),
                    "no request or limit of " + resource);
        }
        requests.properties().forEach(entry -> {
            JsonNode limit = limits.path(entry.getKey());
            boolean within = limit.isMissingNode() || quantity(entry.getValue()).compareTo(quantity(limit)) <= 0;
            problems.expect(within, workload.label(), "requests more " + entry.getKey() + " than its limit");
        });
        limits.properties().stream()
                .filter(entry -> entry.getKey().contains("/"))
                .forEach(entry -> problems.expect(
                        entry.getValue().equals(requests.path(entry.getKey())),
                        workload.label(),
                        entry.getKey() + ": a device's request must equal its limit"));
        problems.expect(
                limits.path("memory").equals(requests.path("memory")),
                workload.label(),
                "memory above its request can be taken away at any time");
    }

    private static java.math.BigDecimal quantity(JsonNode text) {
        return Quantity.getAmountInBytes(Quantity.parse(text.asText()));
    }

    private static void security(Workload workload, Problems problems) {
        String label = workload.label();
        JsonNode pod = workload.pod();
        JsonNode own = workload.container().path("securityContext");
        problems.expect(pod.at("/securityContext/runAsNonRoot").asBoolean(), label, "may run as root");
        problems.expect(pod.at("/securityContext/runAsUser").asInt() > 0, label, "names no user");
        problems.expect(
                pod.at("/securityContext/seccompProfile/type").asText().equals("RuntimeDefault"),
                label,
                "no seccomp profile");
        problems.expect(!own.path("allowPrivilegeEscalation").asBoolean(true), label, "may gain privileges");
        problems.expect(!own.path("privileged").asBoolean(), label, "is privileged");
        problems.expect(own.path("readOnlyRootFilesystem").asBoolean(), label, "may write to its image");
        problems.expect(own.at("/capabilities/drop").toString().equals("[\"ALL\"]"), label, "keeps capabilities");
        problems.expect(!own.at("/capabilities").has("add"), label, "adds capabilities");
        for (String host : List.of("hostNetwork", "hostPID", "hostIPC")) {
            problems.expect(!pod.path(host).asBoolean(), label, host);
        }
        pod.path("volumes")
                .forEach(volume -> volume.fieldNames()
                        .forEachRemaining(type -> problems.expect(
                                type.equals("name") || RESTRICTED_VOLUMES.contains(type),
                                label,
                                "volume type " + type)));
        problems.expect(!pod.path("automountServiceAccountToken").asBoolean(true), label, "carries a token of the API");
        problems.expect(
                !pod.path("enableServiceLinks").asBoolean(true),
                label,
                "service links: Kubernetes' variables DRAGOMAN_... would be taken for configuration");
    }
}
