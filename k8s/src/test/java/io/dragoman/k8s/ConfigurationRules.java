package io.dragoman.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import io.dragoman.stream.config.ConfigKey;
import io.dragoman.stream.config.ConfigKeys;
import io.dragoman.stream.config.ConfigurationException;
import io.dragoman.stream.config.DragomanConfiguration;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** The application reads what a pod gives it, and the pod's times, ports and paths are the application's. */
final class ConfigurationRules {
    /** Where the image keeps its bundles. */
    static final String IMAGE_MODELS = "/opt/dragoman/models";

    private static final Duration END_OF_JVM = Duration.ofSeconds(10);
    private static final Duration LOADING = Duration.ofSeconds(30);
    private static final Set<String> KAFKA_KEYS = Stream.of(
                    AdminClientConfig.configNames(),
                    ConsumerConfig.configNames(),
                    ProducerConfig.configNames(),
                    StreamsConfig.configDef().names())
            .flatMap(Set::stream)
            .collect(Collectors.toUnmodifiableSet());

    private ConfigurationRules() {}

    static void check(Manifests manifests, Problems problems) {
        for (Workload workload : Workload.of(manifests)) {
            variables(manifests, workload, problems);
            try {
                DragomanConfiguration configuration = PodConfiguration.of(manifests, workload);
                kafkaKeys(configuration, workload, problems);
                paths(configuration, workload, problems);
                times(configuration, workload, problems);
            } catch (ConfigurationException e) {
                problems.expect(false, workload.label(), String.valueOf(e.getMessage()));
            }
        }
    }

    private static void variables(Manifests manifests, Workload workload, Problems problems) {
        Map<String, String> variables = PodConfiguration.variables(manifests, workload);
        variables.forEach((name, value) -> {
            problems.expect(
                    ConfigKeys.ALL.stream().anyMatch(key -> overrides(key, name)),
                    workload.label(),
                    "no key is called by the variable " + name);
            Optional<Path> file = PodConfiguration.file(value);
            problems.expect(
                    file.isEmpty() || isSecret(workload, file.get()),
                    workload.label(),
                    name + " names " + value + ", which is in no mounted Secret");
        });
    }

    private static boolean overrides(ConfigKey key, String variable) {
        return key.kind() == ConfigKey.Kind.PASS_THROUGH
                ? variable.startsWith(key.environmentVariable() + "_")
                : variable.equals(key.environmentVariable());
    }

    private static boolean isSecret(Workload workload, Path file) {
        Optional<JsonNode> mount = workload.mountOf(file.toString());
        JsonNode volume = mount.map(
                        found -> workload.volumes().get(found.path("name").asText()))
                .orElse(null);
        return volume != null && volume.has("secret");
    }

    private static void kafkaKeys(DragomanConfiguration configuration, Workload workload, Problems problems) {
        configuration.kafka().keySet().forEach(key -> {
            String bare = key.replaceFirst("^(main\\.consumer|consumer|producer|admin)\\.", "");
            problems.expect(KAFKA_KEYS.contains(bare), workload.label(), "Kafka knows no key '" + key + "'");
        });
    }

    private static void paths(DragomanConfiguration configuration, Workload workload, Problems problems) {
        String file = workload.container().at("/args/2").asText();
        problems.expect(
                workload.mountOf(file).isPresent(), workload.label(), "--config " + file + " is in no mounted volume");
        String state = configuration.kafka().getOrDefault(StreamsConfig.STATE_DIR_CONFIG, "");
        Optional<JsonNode> mount = workload.mountOf(state);
        problems.expect(
                mount.isPresent() && !mount.get().path("readOnly").asBoolean(),
                workload.label(),
                "the state directory '" + state + "' is not in a writable volume");
        JsonNode volume = mount.map(
                        found -> workload.volumes().get(found.path("name").asText()))
                .orElse(null);
        problems.expect(
                !workload.isStream() || (volume != null && volume.has("metadata")),
                workload.label(),
                "the state directory does not outlive the pod");
        for (Path model : configuration.models()) {
            problems.expect(
                    model.startsWith(IMAGE_MODELS)
                            || workload.mountOf(model.toString()).isPresent(),
                    workload.label(),
                    "the model " + model + " is neither in the image nor in a volume");
        }
        problems.expect(
                workload.port("management")
                        .equals(Optional.of(configuration.management().port())),
                workload.label(),
                "management.port " + configuration.management().port() + " is not the container's");
        problems.expect(
                configuration.management().host().equals("0.0.0.0"),
                workload.label(),
                "probes do not reach management.host");
        problems.expect(
                configuration.engine().device().equals("cuda")
                        == workload.container().at("/resources/limits").has("nvidia.com/gpu"),
                workload.label(),
                "engine.device is " + configuration.engine().device() + ", which does not go with the limits");
    }

    private static void times(DragomanConfiguration configuration, Workload workload, Problems problems) {
        Duration stop = configuration.lifecycle().stopTimeout().plus(END_OF_JVM);
        long grace = workload.pod().path("terminationGracePeriodSeconds").asLong(30);
        problems.expect(
                grace >= stop.toSeconds(),
                workload.label(),
                "terminationGracePeriodSeconds " + grace + ", expected at least " + stop.toSeconds()
                        + " (stop.timeout and the end of the JVM)");
        JsonNode probe = workload.container().path("startupProbe");
        long budget = probe.path("periodSeconds").asLong(10)
                * probe.path("failureThreshold").asLong(3);
        long start = configuration.lifecycle().startTimeout().plus(LOADING).toSeconds();
        problems.expect(
                budget >= start,
                workload.label(),
                "the startup probe gives up after " + budget + " s, expected at least " + start + " s");
    }
}
