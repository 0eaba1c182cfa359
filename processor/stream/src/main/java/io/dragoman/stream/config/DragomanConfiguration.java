package io.dragoman.stream.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The whole configuration, checked. Each part of the application is given its own section, never the tree.
 *
 * @param kafka Kafka's own keys as the user gave them
 * @param registry the schema registry
 * @param input source topics
 * @param output target topic
 * @param deadLetters where records that could not be served go
 * @param models bundle folders, at least one
 * @param engine inference
 * @param topics how missing topics are made
 * @param lifecycle bounds of start and stop
 * @param management health and metrics
 * @param console a page for people on the management port
 * @param tracing OpenTelemetry
 */
public record DragomanConfiguration(
        Map<String, String> kafka,
        Registry registry,
        Input input,
        Output output,
        DeadLetters deadLetters,
        List<Path> models,
        Engine engine,
        Topics topics,
        Lifecycle lifecycle,
        Management management,
        Console console,
        Tracing tracing) {

    /** Copies what could change. */
    public DragomanConfiguration {
        kafka = Map.copyOf(kafka);
        models = List.copyOf(models);
    }

    /** Where Kafka Streams and this instance keep what must outlive the process: as given, or Kafka's own default. */
    public Path stateDirectory() {
        String given = kafka.get("state.dir");
        return given == null ? Path.of(System.getProperty("java.io.tmpdir", "/tmp"), "kafka-streams") : Path.of(given);
    }

    /** Whether records are processed in transactions. */
    public boolean exactlyOnce() {
        return !"at_least_once".equals(kafka.get("processing.guarantee"));
    }

    /**
     * @param url registry address, or {@code mock://NAME}
     * @param clientKeys other keys of the client under Confluent's names
     */
    public record Registry(String url, Map<String, String> clientKeys) {
        /** Copies the keys. */
        public Registry {
            clientKeys = Map.copyOf(clientKeys);
        }

        /** Where it is, as people may see it. */
        public String shownUrl() {
            return ConfigurationPrinter.shown("url", url);
        }

        /** What the serde is configured with, Confluent's names. */
        public Map<String, String> serdeKeys() {
            var keys = new TreeMap<>(clientKeys);
            keys.put("schema.registry.url", url);
            return keys;
        }
    }

    /**
     * @param topics source topics
     * @param format value format
     */
    public record Input(List<String> topics, String format) {
        /** Copies the topics. */
        public Input {
            topics = List.copyOf(topics);
        }
    }

    /** @param topic target topic */
    public record Output(String topic) {}

    /**
     * @param topic dead-letter topic
     * @param maxValueBytes longer keys and values are cut
     */
    public record DeadLetters(String topic, int maxValueBytes) {}

    /**
     * @param device auto, cpu, cuda or cuda:N
     * @param decoderLoop auto, graph or steps
     * @param gpuMemoryLimit MiB a graph, 0 for no limit
     * @param gpuMemoryGrowth as-requested or doubling
     * @param intraOpThreads threads of one run
     * @param workers batches at a time, a model
     * @param maxBatchSize records a batch
     * @param window waiting records among which similar lengths are sought
     * @param queueCapacity records that may wait ahead of their turn
     * @param batchDeadline bound of one batch
     * @param maxWait bound of one record's wait
     * @param overlong reject or truncate
     */
    public record Engine(
            String device,
            String decoderLoop,
            int gpuMemoryLimit,
            String gpuMemoryGrowth,
            int intraOpThreads,
            int workers,
            int maxBatchSize,
            int window,
            int queueCapacity,
            Duration batchDeadline,
            Duration maxWait,
            String overlong) {}

    /**
     * @param create whether missing topics are created
     * @param partitions partitions of a created topic
     * @param replicationFactor copies of a created topic, -1 for the broker's default
     */
    public record Topics(boolean create, int partitions, short replicationFactor) {}

    /**
     * @param startTimeout bound of the checks at start
     * @param stopTimeout bound of a clean stop
     */
    public record Lifecycle(Duration startTimeout, Duration stopTimeout) {}

    /**
     * @param host address to listen on
     * @param port port to listen on, 0 for any
     */
    public record Management(String host, int port) {}

    /**
     * @param enabled whether it is served
     * @param trial whether sentences can be tried
     * @param showTexts whether texts of the stream are shown
     * @param hosts names by which it is reached, beside localhost and addresses
     * @param maxBytes longest request to try one
     * @param perMinute most sentences tried a minute
     */
    public record Console(
            boolean enabled, boolean trial, boolean showTexts, List<String> hosts, int maxBytes, int perMinute) {
        /** Copies the names. */
        public Console {
            hosts = List.copyOf(hosts);
        }
    }

    /**
     * @param enabled auto, true or false
     * @param properties of the OpenTelemetry SDK, by its own names
     */
    public record Tracing(String enabled, Map<String, String> properties) {
        /** Copies the properties. */
        public Tracing {
            properties = Map.copyOf(properties);
        }
    }
}
