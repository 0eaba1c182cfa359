package io.dragoman.stream.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Builds the tree from flat settings and checks what concerns several keys at once. */
final class ConfigurationAssembly {
    private static final Set<String> OWNED_BY_DRAGOMAN = Set.of(
            "processing.exception.handler",
            "deserialization.exception.handler",
            "production.exception.handler",
            "errors.dead.letter.queue.topic.name",
            "main.consumer.interceptor.classes",
            "default.key.serde",
            "default.value.serde");

    /** Kafka checks its numbers itself, but later than these are needed. */
    private static final List<String> READ_AS_NUMBERS =
            List.of("num.stream.threads", "producer.max.request.size", "max.request.size");

    private ConfigurationAssembly() {}

    static DragomanConfiguration assemble(Settings settings) {
        var configuration = new DragomanConfiguration(
                settings.passThrough(ConfigKeys.KAFKA),
                new DragomanConfiguration.Registry(
                        settings.text(ConfigKeys.REGISTRY_URL), settings.passThrough(ConfigKeys.REGISTRY)),
                input(settings),
                new DragomanConfiguration.Output(settings.text(ConfigKeys.OUTPUT_TOPIC)),
                new DragomanConfiguration.DeadLetters(settings.text(ConfigKeys.DEAD_LETTER_TOPIC), (int)
                        settings.integer(ConfigKeys.DEAD_LETTER_MAX_BYTES)),
                models(settings),
                engine(settings),
                new DragomanConfiguration.Topics(
                        settings.flag(ConfigKeys.TOPICS_CREATE),
                        (int) settings.integer(ConfigKeys.TOPICS_PARTITIONS),
                        (short) settings.integer(ConfigKeys.TOPICS_REPLICATION)),
                new DragomanConfiguration.Lifecycle(
                        settings.duration(ConfigKeys.START_TIMEOUT), settings.duration(ConfigKeys.STOP_TIMEOUT)),
                new DragomanConfiguration.Management(
                        settings.text(ConfigKeys.MANAGEMENT_HOST), (int) settings.integer(ConfigKeys.MANAGEMENT_PORT)),
                new DragomanConfiguration.Console(
                        settings.flag(ConfigKeys.CONSOLE_ENABLED),
                        settings.flag(ConfigKeys.CONSOLE_TRY),
                        settings.flag(ConfigKeys.CONSOLE_SHOW_TEXTS),
                        settings.texts(ConfigKeys.CONSOLE_HOSTS),
                        (int) settings.integer(ConfigKeys.CONSOLE_MAX_BYTES),
                        (int) settings.integer(ConfigKeys.CONSOLE_PER_MINUTE)),
                new DragomanConfiguration.Tracing(
                        settings.text(ConfigKeys.TRACING_ENABLED), settings.passThrough(ConfigKeys.TRACING)));
        checkKafka(settings, configuration.kafka());
        checkTopics(settings, configuration);
        checkTracing(settings, configuration.tracing());
        TimingCheck.problems(configuration.kafka(), configuration.engine()).forEach(settings::problem);
        return configuration;
    }

    private static DragomanConfiguration.Input input(Settings settings) {
        List<String> topics = settings.texts(ConfigKeys.INPUT_TOPICS);
        if (topics.isEmpty() && settings.problems().stream().noneMatch(line -> line.contains("'input.topics'"))) {
            settings.problem("'input.topics': found an empty list, expected at least one topic");
        }
        return new DragomanConfiguration.Input(topics, settings.text(ConfigKeys.INPUT_FORMAT));
    }

    private static List<Path> models(Settings settings) {
        List<Path> bundles = new ArrayList<>();
        for (String text : settings.texts(ConfigKeys.MODELS)) {
            try {
                bundles.add(Path.of(text));
            } catch (InvalidPathException e) {
                settings.problem("'models': found '" + text + "', expected the path of a bundle folder");
            }
        }
        if (bundles.isEmpty() && settings.problems().stream().noneMatch(line -> line.contains("'models"))) {
            settings.problem("'models': found an empty list, expected at least one {bundle: DIRECTORY}");
        }
        return bundles;
    }

    private static DragomanConfiguration.Engine engine(Settings settings) {
        String device = device(settings);
        int workers = (int) settings.integer(ConfigKeys.WORKERS);
        if (device.startsWith("cuda") && workers > 1) {
            settings.problem("'engine.workers': found " + workers + " with engine.device " + device
                    + ", expected 1: each thread that runs a model makes GPU memory grow");
        }
        return new DragomanConfiguration.Engine(
                device,
                settings.text(ConfigKeys.DECODER_LOOP),
                (int) settings.integer(ConfigKeys.GPU_MEMORY_LIMIT),
                settings.text(ConfigKeys.GPU_MEMORY_GROWTH),
                (int) settings.integer(ConfigKeys.INTRA_OP_THREADS),
                workers,
                (int) settings.integer(ConfigKeys.MAX_BATCH_SIZE),
                (int) settings.integer(ConfigKeys.WINDOW),
                (int) settings.integer(ConfigKeys.QUEUE_CAPACITY),
                settings.duration(ConfigKeys.BATCH_DEADLINE),
                settings.duration(ConfigKeys.WAIT),
                settings.text(ConfigKeys.OVERLONG));
    }

    private static String device(Settings settings) {
        String device = settings.text(ConfigKeys.DEVICE);
        if (!device.matches("auto|cpu|cuda(:[0-9]{1,3})?")) {
            settings.problem("'engine.device': found '" + device + "', expected auto, cpu, cuda or cuda:N");
        }
        return device;
    }

    private static void checkKafka(Settings settings, Map<String, String> kafka) {
        for (String needed : List.of("bootstrap.servers", "application.id")) {
            if (kafka.getOrDefault(needed, "").isBlank()) {
                settings.problem("'kafka." + needed + "' is missing; expected Kafka's own setting of that name");
            }
        }
        String id = kafka.getOrDefault("application.id", "");
        if (!id.isBlank() && !id.matches("[a-zA-Z0-9._-]+")) {
            settings.problem("'kafka.application.id': found '" + id
                    + "', expected ASCII letters, digits, '.', '_' and '-': it is a part of names of groups and files");
        }
        String guarantee = kafka.getOrDefault("processing.guarantee", "exactly_once_v2");
        if (!Set.of("exactly_once_v2", "at_least_once").contains(guarantee)) {
            settings.problem("'kafka.processing.guarantee': found '" + guarantee
                    + "', expected exactly_once_v2 or at_least_once");
        }
        for (String number : READ_AS_NUMBERS) {
            String found = kafka.get(number);
            if (found != null && !found.strip().matches("[1-9]\\d{0,8}")) {
                settings.problem(
                        "'kafka." + number + "': found '" + found + "', expected a whole number from 1 to 999999999");
            }
        }
        OWNED_BY_DRAGOMAN.stream()
                .filter(kafka::containsKey)
                .sorted()
                .forEach(key -> settings.problem("'kafka." + key + "' is set by Dragoman itself and cannot be given"));
    }

    private static void checkTracing(Settings settings, DragomanConfiguration.Tracing tracing) {
        tracing.properties().keySet().stream()
                .filter(key -> !key.startsWith("otel."))
                .sorted()
                .forEach(key -> settings.problem("unknown key 'tracing." + key
                        + "'; expected tracing.enabled or a property of OpenTelemetry (tracing.otel.…)"));
    }

    private static void checkTopics(Settings settings, DragomanConfiguration configuration) {
        Set<String> seen = new HashSet<>();
        List<String> topics = new ArrayList<>(configuration.input().topics());
        topics.add(configuration.output().topic());
        topics.add(configuration.deadLetters().topic());
        for (String topic : topics) {
            if (!topic.isEmpty() && !seen.add(topic)) {
                settings.problem(
                        "topic '" + topic + "' is used twice; input, output and dead letters need topics of their own");
            }
        }
    }
}
