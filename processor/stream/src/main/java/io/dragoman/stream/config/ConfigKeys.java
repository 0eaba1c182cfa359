package io.dragoman.stream.config;

import io.dragoman.stream.config.ConfigKey.Kind;
import java.util.List;

/** Every key there is. The reader, the defaults and {@code config --explain} all come from this list. */
public final class ConfigKeys {
    static final ConfigKey KAFKA = ConfigKey.of(
            Kind.PASS_THROUGH,
            "kafka",
            null,
            "Kafka's own keys",
            "Handed to Kafka Streams as they are; bootstrap.servers and application.id are needed. processing.guarantee is exactly_once_v2"
                    + " unless set to at_least_once.");
    static final ConfigKey REGISTRY_URL = ConfigKey.text(
            "schema-registry.url",
            null,
            "URL, or mock://NAME",
            "Schema registry that speaks the Confluent protocol; mock://NAME keeps schemas in memory.");
    static final ConfigKey REGISTRY = ConfigKey.of(
            Kind.PASS_THROUGH,
            "schema-registry",
            "",
            "Confluent's own keys",
            "Other keys of the registry client as they are, for example basic.auth.user.info or schema.registry.ssl.truststore.location.");
    static final ConfigKey INPUT_TOPICS = ConfigKey.of(
            Kind.TEXT_LIST, "input.topics", null, "topic names", "Topics whose records are the source texts.");
    static final ConfigKey INPUT_FORMAT = ConfigKey.choice(
            "input.format",
            "avro",
            List.of("avro"),
            "Format of the values: avro is SourceText in the Confluent wire format.");
    static final ConfigKey OUTPUT_TOPIC =
            ConfigKey.text("output.topic", null, "topic name", "Topic that receives the generated texts.");
    static final ConfigKey DEAD_LETTER_TOPIC = ConfigKey.text(
            "dead-letters.topic",
            null,
            "topic name",
            "Topic that receives every record that could not be served: its exact bytes, its headers and the reason.");
    static final ConfigKey DEAD_LETTER_MAX_BYTES = ConfigKey.integer(
            "dead-letters.max-value-bytes",
            "2097152",
            "bytes",
            1_000,
            100_000_000,
            "Most of a dead letter's key, headers and value together: a longer key or value is cut and marked with the header dragoman.truncated-from,"
                    + " headers that do not fit are left out and counted in dragoman.headers-left-out.");
    static final ConfigKey MODELS = ConfigKey.of(
            Kind.BUNDLES,
            "models",
            null,
            "list of {bundle: DIRECTORY}",
            "The model bundles served. A record's model name, or else its task and languages, selects one.");
    static final ConfigKey DEVICE = ConfigKey.text(
            "engine.device",
            "auto",
            "auto | cpu | cuda | cuda:N",
            "Where inference runs. cuda (the first GPU) and cuda:N refuse to start where that GPU cannot be used; auto falls back to the CPU and says so.");
    static final ConfigKey DECODER_LOOP = ConfigKey.choice(
            "engine.decoder-loop",
            "auto",
            List.of("auto", "graph", "steps"),
            "Where the loop over the decoder's steps runs. graph: in one graph with the search, so that a GPU keeps the decoder's state; steps: outside, a run a step; auto: graph on a GPU where the bundle allows it.");
    static final ConfigKey GPU_MEMORY_LIMIT = ConfigKey.integer(
            "engine.gpu-memory-limit",
            "0",
            "MiB",
            0,
            1_048_576,
            "Most GPU memory of one graph, weights included; a model has two graphs. 0: no limit. On a CPU of no effect.");
    static final ConfigKey GPU_MEMORY_GROWTH = ConfigKey.choice(
            "engine.gpu-memory-growth",
            "as-requested",
            List.of("as-requested", "doubling"),
            "By what GPU memory grows: by what is asked for, or to the next power of two (fewer allocations, more memory).");
    static final ConfigKey INTRA_OP_THREADS = ConfigKey.integer(
            "engine.intra-op-threads", "1", "threads", 1, 256, "Threads inside one run of the model.");
    static final ConfigKey WORKERS = ConfigKey.integer(
            "engine.workers", "1", "threads", 1, 256, "Batches that are inferred at the same time, a model.");
    static final ConfigKey MAX_BATCH_SIZE = ConfigKey.integer(
            "engine.max-batch-size",
            "64",
            "records",
            1,
            4_096,
            "Most records in one batch; of beams wider than 5 fewer run together, so that memory stays within bounds.");
    static final ConfigKey WINDOW = ConfigKey.integer(
            "engine.window",
            "256",
            "records",
            1,
            65_536,
            "Waiting records among which a batch looks for similar lengths; about 4 times the batch size.");
    static final ConfigKey QUEUE_CAPACITY = ConfigKey.integer(
            "engine.queue-capacity",
            "4096",
            "records",
            1,
            1_000_000,
            "Most records that wait for a model ahead of their turn; beyond it a record waits until its turn comes.");
    static final ConfigKey BATCH_DEADLINE = ConfigKey.duration(
            "engine.batch-deadline",
            "10s",
            10,
            3_600_000,
            "Longest run of one batch; what is unfinished then has failed.");
    static final ConfigKey WAIT = ConfigKey.duration(
            "engine.wait",
            "30s",
            10,
            3_600_000,
            "Longest wait of one record for its outcome, at least twice the batch deadline; after it: DEADLINE_EXCEEDED.");
    static final ConfigKey OVERLONG = ConfigKey.choice(
            "engine.overlong",
            "reject",
            List.of("reject", "truncate"),
            "What is done with a text beyond the model's limit.");
    static final ConfigKey TOPICS_CREATE = ConfigKey.of(
            Kind.FLAG, "topics.create", "true", "true | false", "Whether missing topics are created at start.");
    static final ConfigKey TOPICS_PARTITIONS = ConfigKey.integer(
            "topics.partitions", "4", "partitions", 1, 10_000, "Partitions of a topic that is created.");
    static final ConfigKey TOPICS_REPLICATION = ConfigKey.integer(
            "topics.replication-factor",
            "-1",
            "copies",
            -1,
            32,
            "Copies of a topic that is created; -1 is the broker's default.");
    static final ConfigKey START_TIMEOUT = ConfigKey.duration(
            "start.timeout", "20s", 500, 600_000, "Longest wait for the broker and the registry at start.");
    static final ConfigKey STOP_TIMEOUT = ConfigKey.duration(
            "stop.timeout",
            "20s",
            500,
            600_000,
            "Longest clean stop after SIGTERM; what is unfinished is done again after a restart.");
    static final ConfigKey MANAGEMENT_HOST = ConfigKey.text(
            "management.host",
            "127.0.0.1",
            "host name or address",
            "Address of the management port; 0.0.0.0 lets other machines in.");
    static final ConfigKey MANAGEMENT_PORT = ConfigKey.integer(
            "management.port",
            "8080",
            "port",
            0,
            65_535,
            "Port for health (/health/live, /health/ready, /health/startup) and metrics (/metrics); 0 picks a free one.");
    static final ConfigKey CONSOLE_ENABLED = ConfigKey.of(
            ConfigKey.Kind.FLAG,
            "console.enabled",
            "true",
            "true | false",
            "Whether the management port serves the console, a page for people (/console/).");
    static final ConfigKey CONSOLE_TRY = ConfigKey.of(
            ConfigKey.Kind.FLAG,
            "console.try",
            "true",
            "true | false",
            "Whether sentences can be tried in the console; it shows what the model makes of them, and writes nothing.");
    static final ConfigKey CONSOLE_SHOW_TEXTS = ConfigKey.of(
            ConfigKey.Kind.FLAG,
            "console.show-texts",
            "false",
            "true | false",
            "Whether the console shows texts of the stream: the latest records with their outputs, and those of dead letters. Whoever reaches"
                    + " the management port then reads them.");
    static final ConfigKey CONSOLE_HOSTS = ConfigKey.of(
            Kind.TEXT_LIST,
            "console.hosts",
            "",
            "host names",
            "Names by which browsers reach the console, beside localhost and plain addresses: that of an ingress, say. Under any other name it"
                    + " answers nothing, for a page elsewhere could point a name of its own here.");
    static final ConfigKey CONSOLE_MAX_BYTES = ConfigKey.integer(
            "console.max-bytes", "8192", "bytes", 64, 1_048_576, "Longest request to try a sentence.");
    static final ConfigKey CONSOLE_PER_MINUTE = ConfigKey.integer(
            "console.per-minute", "30", "sentences a minute", 1, 6_000, "Most sentences tried, by everybody together.");

    static final ConfigKey TRACING_ENABLED = ConfigKey.choice(
            "tracing.enabled",
            "auto",
            List.of("auto", "true", "false"),
            "Whether OpenTelemetry traces are made: auto where an exporter or its endpoint is set (OTEL_TRACES_EXPORTER, OTEL_EXPORTER_OTLP_ENDPOINT"
                    + " or the same in this section). OTEL_TRACES_EXPORTER=none and OTEL_SDK_DISABLED=true always win.");
    static final ConfigKey TRACING = ConfigKey.of(
            Kind.PASS_THROUGH,
            "tracing",
            "",
            "OpenTelemetry's own properties",
            "Handed to the OpenTelemetry SDK as they are, for example otel.exporter.otlp.endpoint or otel.traces.sampler.arg;"
                    + " its own environment variables (OTEL_EXPORTER_OTLP_ENDPOINT) win.");

    /** All keys in the order of the file. */
    public static final List<ConfigKey> ALL = List.of(
            KAFKA,
            REGISTRY_URL,
            REGISTRY,
            INPUT_TOPICS,
            INPUT_FORMAT,
            OUTPUT_TOPIC,
            DEAD_LETTER_TOPIC,
            DEAD_LETTER_MAX_BYTES,
            MODELS,
            DEVICE,
            DECODER_LOOP,
            GPU_MEMORY_LIMIT,
            GPU_MEMORY_GROWTH,
            INTRA_OP_THREADS,
            WORKERS,
            MAX_BATCH_SIZE,
            WINDOW,
            QUEUE_CAPACITY,
            BATCH_DEADLINE,
            WAIT,
            OVERLONG,
            TOPICS_CREATE,
            TOPICS_PARTITIONS,
            TOPICS_REPLICATION,
            START_TIMEOUT,
            STOP_TIMEOUT,
            MANAGEMENT_HOST,
            MANAGEMENT_PORT,
            CONSOLE_ENABLED,
            CONSOLE_TRY,
            CONSOLE_SHOW_TEXTS,
            CONSOLE_HOSTS,
            CONSOLE_MAX_BYTES,
            CONSOLE_PER_MINUTE,
            TRACING_ENABLED,
            TRACING);

    private ConfigKeys() {}
}
