package io.dragoman.stream.config;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Writes the keys there are, and the configuration in effect with its secrets masked. */
public final class ConfigurationPrinter {
    private static final Pattern SECRET = Pattern.compile(
            "(?i).*(password|secret|token|credential|user\\.info|jaas|keystore\\.key|private\\.key|otlp\\.(traces\\.)?headers).*");
    private static final String MASK = "******";
    private static final int LEAST_SECRET = 4; // characters of a word

    private ConfigurationPrinter() {}

    /** Every key with its unit, default, environment variable and meaning. */
    public static String explain() {
        StringBuilder text = new StringBuilder();
        for (ConfigKey key : ConfigKeys.ALL) {
            boolean section = key.kind() == ConfigKey.Kind.PASS_THROUGH;
            String otherwise = key.defaultText();
            text.append(key.path()).append(section ? ".*\n" : "\n");
            text.append("    ").append(key.meaning()).append('\n');
            text.append("    unit: ").append(key.unit());
            text.append("; default: ")
                    .append(otherwise == null ? "none, needed" : otherwise.isEmpty() ? "none" : otherwise);
            text.append("; environment: ").append(key.environmentVariable()).append(section ? "_*\n\n" : "\n\n");
        }
        return text.toString();
    }

    /** A value as it may be shown: masked when its key names a secret. */
    public static String shown(String key, String value) {
        String masked = SECRET.matcher(key).matches() ? MASK : value;
        return masked.replaceAll("://[^,\\s]*@", "://" + MASK + "@");
    }

    /** A message of a library's, without what it quotes of the settings that are secret: whole values, and parts that are a word. */
    public static String withoutSecrets(String message, Map<String, String> settings) {
        Set<String> secrets =
                new TreeSet<>(Comparator.comparingInt(String::length).reversed().thenComparing(secret -> secret));
        settings.forEach((key, value) -> {
            if (SECRET.matcher(key).matches()) {
                secrets.add(value);
                secrets.addAll(List.of(value.split("[\\s;\"'=]+")));
            }
        });
        String masked = shown("", message);
        for (String secret : secrets) {
            masked = secret.length() < LEAST_SECRET ? masked : masked.replace(secret, MASK);
        }
        return masked;
    }

    /** The configuration in effect, a {@code path = value} a line, secrets masked. */
    public static String effective(DragomanConfiguration configuration) {
        Map<String, String> lines = new TreeMap<>();
        configuration.kafka().forEach((key, value) -> lines.put("kafka." + key, value));
        configuration.registry().clientKeys().forEach((key, value) -> lines.put("schema-registry." + key, value));
        lines.put("schema-registry.url", configuration.registry().url());
        lines.put("input.topics", String.join(",", configuration.input().topics()));
        lines.put("input.format", configuration.input().format());
        lines.put("output.topic", configuration.output().topic());
        lines.put("dead-letters.topic", configuration.deadLetters().topic());
        lines.put(
                "dead-letters.max-value-bytes", "" + configuration.deadLetters().maxValueBytes());
        lines.put("models", configuration.models().toString());
        engine(configuration.engine(), lines);
        lines.put("topics.create", "" + configuration.topics().create());
        lines.put("topics.partitions", "" + configuration.topics().partitions());
        lines.put("topics.replication-factor", "" + configuration.topics().replicationFactor());
        lines.put("start.timeout", "" + configuration.lifecycle().startTimeout());
        lines.put("stop.timeout", "" + configuration.lifecycle().stopTimeout());
        lines.put("management.host", configuration.management().host());
        lines.put("management.port", "" + configuration.management().port());
        console(configuration.console(), lines);
        lines.put("tracing.enabled", configuration.tracing().enabled());
        configuration.tracing().properties().forEach((key, value) -> lines.put("tracing." + key, value));
        StringBuilder text = new StringBuilder();
        lines.forEach((key, value) ->
                text.append(key).append(" = ").append(shown(key, value)).append('\n'));
        return text.toString();
    }

    private static void engine(DragomanConfiguration.Engine engine, Map<String, String> lines) {
        lines.put("engine.device", engine.device());
        lines.put("engine.decoder-loop", engine.decoderLoop());
        lines.put("engine.gpu-memory-limit", "" + engine.gpuMemoryLimit());
        lines.put("engine.gpu-memory-growth", engine.gpuMemoryGrowth());
        lines.put("engine.intra-op-threads", "" + engine.intraOpThreads());
        lines.put("engine.workers", "" + engine.workers());
        lines.put("engine.max-batch-size", "" + engine.maxBatchSize());
        lines.put("engine.window", "" + engine.window());
        lines.put("engine.queue-capacity", "" + engine.queueCapacity());
        lines.put("engine.batch-deadline", "" + engine.batchDeadline());
        lines.put("engine.wait", "" + engine.maxWait());
        lines.put("engine.overlong", engine.overlong());
    }

    private static void console(DragomanConfiguration.Console console, Map<String, String> lines) {
        lines.put("console.enabled", "" + console.enabled());
        lines.put("console.try", "" + console.trial());
        lines.put("console.show-texts", "" + console.showTexts());
        lines.put("console.hosts", String.join(",", console.hosts()));
        lines.put("console.max-bytes", "" + console.maxBytes());
        lines.put("console.per-minute", "" + console.perMinute());
    }
}
