package io.dragoman.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.function.Consumer;

/**
 * A mistake that people make in manifests.
 *
 * @param name what is wrong
 * @param change makes it so
 */
record Mutation(String name, Consumer<Manifests> change) {
    /** The mistakes, each a single one. */
    static List<Mutation> all() {
        return List.of(
                put("a misspelt field", "StatefulSet", CONTAINER + "/securityContext", "readOnlyRootFilesytem", "true"),
                put("text for a number", "StatefulSet", "/spec", "minReadySeconds", "five"),
                number("a number for text", "StatefulSet", CONTAINER + "/env/0", "value", 5),
                put("a removed API version", "PodDisruptionBudget", "", "apiVersion", "policy/v1beta1"),
                put(
                        "a selector that matches nothing",
                        "StatefulSet",
                        "/spec/selector/matchLabels",
                        COMPONENT,
                        "streams"),
                put("a service that selects nothing", "Service", "/spec/selector", COMPONENT, "streams"),
                remove("a service that selects the Job too", "Service", "/spec/selector", COMPONENT),
                put("a service to a port that there is not", "Service", "/spec/ports/0", "targetPort", "http"),
                put(
                        "a probe of a port that there is not",
                        "StatefulSet",
                        CONTAINER + "/livenessProbe/httpGet",
                        "port",
                        "http"),
                put("a mount without a volume", "StatefulSet", CONTAINER + "/volumeMounts/0", "name", "model"),
                put("requests over limits", "StatefulSet", CONTAINER + "/resources/requests", "cpu", "1500m"),
                remove("no memory limit", "StatefulSet", CONTAINER + "/resources/limits", "memory"),
                put(
                        "a ConfigMap that there is not",
                        "StatefulSet",
                        CONTAINER + "/envFrom/0/configMapRef",
                        "name",
                        "dragoman"),
                put(
                        "a Secret that nobody makes",
                        "StatefulSet",
                        "/spec/template/spec/volumes/1/secret",
                        "secretName",
                        "user"),
                number(
                        "a grace period shorter than the drain",
                        "StatefulSet",
                        POD,
                        "terminationGracePeriodSeconds",
                        20),
                number(
                        "a startup probe that gives up early",
                        "StatefulSet",
                        CONTAINER + "/startupProbe",
                        "failureThreshold",
                        10),
                put("a writable root", "StatefulSet", CONTAINER + "/securityContext", "readOnlyRootFilesystem", false),
                put("a token of the API", "StatefulSet", POD, "automountServiceAccountToken", true),
                put("service links", "StatefulSet", POD, "enableServiceLinks", true),
                number("more pods than partitions", "ScaledObject", "/spec", "maxReplicaCount", 8),
                number("least over most", "ScaledObject", "/spec", "minReplicaCount", 5),
                put("a scale target that there is not", "ScaledObject", "/spec/scaleTargetRef", "kind", "Deployment"),
                put("a misspelt key of a trigger", "ScaledObject", "/spec/triggers/0/metadata", "treshold", "30"),
                number("replicas beside a scaler", "StatefulSet", "/spec", "replicas", 2),
                configuration("a misspelt key of the configuration", "dead-letters:", "dead-letter:"),
                configuration("a misspelt key of Kafka", "bootstrap.servers", "bootstrap.server"),
                configuration("another management port", "port: 8080", "port: 8081"),
                configuration("a state directory on the root", "/var/lib/dragoman", "/var/lib/state"),
                variable("a misspelt variable", "DRAGOMAN_ENGINE_DEVISE", "cpu"),
                variable("a secret's file that is not mounted", "DRAGOMAN_KAFKA_SSL_KEYSTORE_KEY", "${file:/etc/key}"),
                variable("another application.id than the rules'", "DRAGOMAN_KAFKA_APPLICATION_ID", "translator"),
                put("another right than is needed", "KafkaUser", "/spec/authorization/acls/0", "operations", "Write"),
                number("a topic with fewer partitions", "KafkaTopic", "/spec", "partitions", 3),
                number("a topic that one broker stops", "KafkaTopic", "/spec/config", "min.insync.replicas", 3),
                put(
                        "a monitor of a port that there is not",
                        "PodMonitor",
                        "/spec/podMetricsEndpoints/0",
                        "port",
                        "metrics"),
                number("no way out to the broker", "NetworkPolicy", "/spec/egress/1/ports/0", "port", 9094),
                put("an image without a tag", "StatefulSet", CONTAINER, "image", "dragoman"));
    }

    private static final String POD = "/spec/template/spec";
    private static final String CONTAINER = POD + "/containers/0";
    private static final String COMPONENT = "app.kubernetes.io/component";

    private static Mutation put(String name, String kind, String pointer, String field, String value) {
        return new Mutation(name, manifests -> {
            ObjectNode parent = parent(manifests, kind, pointer);
            if (parent.path(field) instanceof ArrayNode list) {
                list.set(0, TextNode.valueOf(value));
            } else {
                parent.put(field, value);
            }
        });
    }

    private static Mutation put(String name, String kind, String pointer, String field, boolean value) {
        return new Mutation(name, manifests -> parent(manifests, kind, pointer).put(field, value));
    }

    private static Mutation number(String name, String kind, String pointer, String field, int value) {
        return new Mutation(name, manifests -> parent(manifests, kind, pointer).put(field, value));
    }

    private static Mutation remove(String name, String kind, String pointer, String field) {
        return new Mutation(name, manifests -> parent(manifests, kind, pointer).remove(field));
    }

    private static Mutation configuration(String name, String from, String to) {
        return new Mutation(
                name,
                manifests -> manifests
                        .ofKind("ConfigMap")
                        .map(map -> (ObjectNode) map.path("data"))
                        .filter(data -> data.has("application.yaml"))
                        .forEach(data -> {
                            String yaml = data.path("application.yaml").asText();
                            data.put("application.yaml", yaml.replace(from, to));
                        }));
    }

    private static Mutation variable(String name, String variable, String value) {
        return new Mutation(
                name,
                manifests -> manifests
                        .ofKind("ConfigMap")
                        .map(map -> (ObjectNode) map.path("data"))
                        .filter(data -> !data.has("application.yaml"))
                        .forEach(data -> data.put(variable, value)));
    }

    private static ObjectNode parent(Manifests manifests, String kind, String pointer) {
        JsonNode found = manifests.ofKind(kind).findFirst().orElseThrow().at(pointer);
        if (found.isMissingNode() && pointer.endsWith("/env/0")) {
            ObjectNode container = (ObjectNode)
                    manifests.ofKind(kind).findFirst().orElseThrow().at(CONTAINER);
            return container.putArray("env").addObject().put("name", "DRAGOMAN_ENGINE_WORKERS");
        }
        if (!(found instanceof ObjectNode parent)) {
            throw new AssertionError(kind + " has no " + pointer);
        }
        return parent;
    }
}
