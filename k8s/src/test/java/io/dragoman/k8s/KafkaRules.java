package io.dragoman.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dragoman.stream.config.ConfigurationException;
import io.dragoman.stream.config.DragomanConfiguration;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Topics, user and network fit what the application is configured to use. */
final class KafkaRules {
    /** Room for a dead letter's headers, bytes; as the application leaves it. */
    private static final int HEADERS = 32 << 10;

    private KafkaRules() {}

    static void check(Manifests manifests, Problems problems) {
        Set<String> needed = new TreeSet<>();
        for (Workload workload : Workload.of(manifests)) {
            DragomanConfiguration configuration;
            try {
                configuration = PodConfiguration.of(manifests, workload);
            } catch (ConfigurationException e) {
                continue; // ConfigurationRules says so.
            }
            network(manifests, configuration, problems);
            if (manifests.ofKind("KafkaUser").findAny().isPresent()) {
                topics(manifests, configuration, problems);
                needed.addAll(rules(configuration));
                problems.expect(
                        !configuration.topics().create(), workload.label(), "creates topics that are Strimzi's");
            }
        }
        manifests.ofKind("KafkaUser").forEach(user -> {
            Set<String> given = new TreeSet<>();
            user.at("/spec/authorization/acls")
                    .forEach(rule -> rule.path("operations")
                            .forEach(operation -> given.add(rule(
                                    rule.at("/resource/type").asText(),
                                    rule.at("/resource/name").asText(),
                                    rule.at("/resource/patternType").asText("literal"),
                                    operation.asText()))));
            problems.expect(
                    given.equals(needed), Manifests.label(user), "found rules " + given + ", expected " + needed);
        });
    }

    private static Set<String> rules(DragomanConfiguration configuration) {
        Set<String> rules = new TreeSet<>();
        String application = configuration.kafka().getOrDefault("application.id", "");
        configuration.input().topics().forEach(topic -> rules.add(rule("topic", topic, "literal", "Read")));
        rules.add(rule("topic", configuration.output().topic(), "literal", "Write"));
        rules.add(rule("topic", configuration.deadLetters().topic(), "literal", "Write"));
        rules.add(rule("group", application, "literal", "Read"));
        if (application.equals("dragoman")) { // The prefix dragoman- covers dragoman-batch-, too.
            rules.add(rule("transactionalId", "dragoman-", "prefix", "Write"));
        }
        return rules;
    }

    private static String rule(String type, String name, String pattern, String operation) {
        return operation + " " + type + " " + name + (pattern.equals("prefix") ? "*" : "");
    }

    private static void topics(Manifests manifests, DragomanConfiguration configuration, Problems problems) {
        Set<String> names = new TreeSet<>(configuration.input().topics());
        names.add(configuration.output().topic());
        names.add(configuration.deadLetters().topic());
        for (String name : names) {
            Optional<ObjectNode> found = manifests.find("KafkaTopic", name);
            problems.expect(found.isPresent(), "KafkaTopic/" + name, "there is none");
            JsonNode spec = found.map(topic -> topic.path("spec")).orElse(null);
            if (spec == null) {
                continue;
            }
            problems.expect(
                    spec.path("partitions").asInt() == configuration.topics().partitions(),
                    "KafkaTopic/" + name,
                    "has " + spec.path("partitions") + " partitions, topics.partitions is "
                            + configuration.topics().partitions());
            problems.expect(
                    spec.at("/config/min.insync.replicas").asInt(1)
                            < spec.path("replicas").asInt(1),
                    "KafkaTopic/" + name,
                    "the loss of one broker stops it");
            problems.expect(
                    !name.equals(configuration.deadLetters().topic())
                            || spec.at("/config/max.message.bytes").asInt(1_048_588)
                                    >= configuration.deadLetters().maxValueBytes() + HEADERS,
                    "KafkaTopic/" + name,
                    "takes no dead letter of dead-letters.max-value-bytes");
        }
        manifests
                .ofKind("KafkaTopic")
                .forEach(topic -> problems.expect(
                        topic.at("/metadata/labels").has("strimzi.io/cluster"),
                        Manifests.label(topic),
                        "belongs to no cluster"));
    }

    private static void network(Manifests manifests, DragomanConfiguration configuration, Problems problems) {
        String broker = configuration.kafka().getOrDefault("bootstrap.servers", "");
        int kafka = Integer.parseInt(broker.substring(broker.lastIndexOf(':') + 1));
        int registry = java.net.URI.create(configuration.registry().url()).getPort();
        for (int port : new int[] {53, kafka, registry}) {
            problems.expect(
                    manifests.ofKind("NetworkPolicy").allMatch(policy -> lets(policy, port)),
                    "NetworkPolicy",
                    "does not let out to port " + port);
        }
    }

    private static boolean lets(JsonNode policy, int port) {
        for (JsonNode rule : policy.at("/spec/egress")) {
            for (JsonNode range : rule.path("ports")) {
                int first = range.path("port").asInt();
                if (first <= port && port <= range.path("endPort").asInt(first)) {
                    return true;
                }
            }
        }
        return false;
    }
}
