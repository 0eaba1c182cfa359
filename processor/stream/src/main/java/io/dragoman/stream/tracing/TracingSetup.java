package io.dragoman.stream.tracing;

import io.dragoman.stream.config.ConfigurationException;
import io.dragoman.stream.config.ConfigurationPrinter;
import io.dragoman.stream.config.DragomanConfiguration;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.resources.Resource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * Decides whether there is tracing, and has the SDK configure itself by its own names: the section {@code tracing}, over it the environment
 * ({@code OTEL_…}), over that the JVM's properties ({@code otel.…}). Where there is none, no class of the SDK is loaded.
 */
public final class TracingSetup {
    private static final String EXPORTER = "otel.traces.exporter";
    private static final List<String> ENDPOINTS =
            List.of("otel.exporter.otlp.endpoint", "otel.exporter.otlp.traces.endpoint");
    private static final List<String> PROTOCOLS =
            List.of("otel.exporter.otlp.protocol", "otel.exporter.otlp.traces.protocol");
    private static final String PROTOCOL = "http/protobuf";

    /** Held, or a changed level and handler would be collected with it. */
    private static final Logger SDK_LOGGER = Logger.getLogger("io.opentelemetry");

    private TracingSetup() {}

    /**
     * Opens what was asked for.
     *
     * @param tracing the configuration's section
     * @param environment of the process
     * @param jvm its system properties
     * @param group the consumer group's name
     * @param onBrokenParent told of each record served whose {@code traceparent} made no sense
     * @throws ConfigurationException if the SDK refuses what it was told
     */
    public static Tracing open(
            DragomanConfiguration.Tracing tracing,
            Map<String, String> environment,
            Properties jvm,
            String group,
            Runnable onBrokenParent) {
        Map<String, String> settings = settings(tracing, environment, jvm);
        return isWanted(tracing.enabled(), settings) ? Sdk.open(settings, group, onBrokenParent) : Tracing.OFF;
    }

    static Map<String, String> settings(
            DragomanConfiguration.Tracing tracing, Map<String, String> environment, Properties jvm) {
        Map<String, String> settings = new HashMap<>(tracing.properties());
        environment.forEach((name, value) -> {
            if (name.startsWith("OTEL_") && !value.isBlank()) {
                settings.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value);
            }
        });
        for (String name : jvm.stringPropertyNames()) {
            if (name.startsWith("otel.")) {
                settings.put(name, jvm.getProperty(name));
            }
        }
        return settings;
    }

    static boolean isWanted(String enabled, Map<String, String> settings) {
        boolean never = enabled.equals("false")
                || "true".equalsIgnoreCase(settings.get("otel.sdk.disabled"))
                || "none".equals(settings.get(EXPORTER));
        boolean told = settings.containsKey(EXPORTER) || ENDPOINTS.stream().anyMatch(settings::containsKey);
        return !never && (enabled.equals("true") || told);
    }

    /** Keeps the SDK's classes out of a process that needs none. */
    private static final class Sdk {
        private static final AttributeKey<String> SERVICE_NAME = AttributeKey.stringKey("service.name");
        private static final AttributeKey<String> SERVICE_VERSION = AttributeKey.stringKey("service.version");

        static Tracing open(Map<String, String> settings, String group, Runnable onBrokenParent) {
            check(settings);
            Map<String, String> all = new HashMap<>(settings);
            all.putIfAbsent(PROTOCOLS.getFirst(), PROTOCOL); // the SDK's own default is gRPC
            all.put("otel.metrics.exporter", "none"); // Prometheus has them
            all.put("otel.logs.exporter", "none"); // standard error has them
            all.put(SpanLossReader.CONVENTIONS, "latest");
            logBySlf4j();
            SpanLossReader losses = new SpanLossReader();
            try {
                OpenTelemetrySdk sdk = AutoConfiguredOpenTelemetrySdk.builder()
                        .addPropertiesCustomizer(read -> all)
                        .addMeterProviderCustomizer((meters, read) -> SpanLossReader.join(losses, meters))
                        .addSamplerCustomizer((sampler, read) -> new BatchSampler(sampler))
                        .addResourceCustomizer((resource, read) -> named(resource))
                        .disableShutdownHook()
                        .build()
                        .getOpenTelemetrySdk();
                LoggerFactory.getLogger(TracingSetup.class).info("Traces are exported by OTLP to {}", address(all));
                return new OpenTelemetryTracing(sdk, losses::loss, group, onBrokenParent);
            } catch (io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException | IllegalArgumentException e) {
                String why = e.getCause() == null ? "" : ": " + e.getCause().getMessage();
                throw new ConfigurationException(
                        "OpenTelemetry",
                        List.of(ConfigurationPrinter.withoutSecrets(String.valueOf(e.getMessage()) + why, all)));
            }
        }

        private static String address(Map<String, String> settings) {
            String base = settings.getOrDefault(ENDPOINTS.getFirst(), "http://localhost:4318");
            return ConfigurationPrinter.shown("endpoint", settings.getOrDefault(ENDPOINTS.getLast(), base));
        }

        private static void check(Map<String, String> settings) {
            expect(settings, EXPORTER, "otlp", "otlp or none");
            String hint = PROTOCOL + ", for which collectors listen on port 4318";
            PROTOCOLS.forEach(name -> expect(settings, name, PROTOCOL, hint));
        }

        private static void expect(Map<String, String> settings, String name, String expected, String hint) {
            @Nullable String found = settings.get(name);
            if (found != null && !found.equals(expected)) {
                String variable = name.toUpperCase(Locale.ROOT).replace('.', '_');
                throw new ConfigurationException(
                        "OpenTelemetry", List.of("%s: found '%s', expected %s".formatted(variable, found, hint)));
            }
        }

        private static Resource named(Resource resource) {
            var added = Resource.builder();
            if (String.valueOf(resource.getAttribute(SERVICE_NAME)).startsWith("unknown_service")) {
                added.put(SERVICE_NAME, "dragoman");
            }
            String version = TracingSetup.class.getPackage().getImplementationVersion();
            if (version != null && resource.getAttribute(SERVICE_VERSION) == null) {
                added.put(SERVICE_VERSION, version);
            }
            return resource.merge(added.build());
        }

        private static synchronized void logBySlf4j() {
            if (SDK_LOGGER.getUseParentHandlers()) {
                SDK_LOGGER.setUseParentHandlers(false);
                SDK_LOGGER.addHandler(new SLF4JBridgeHandler());
            }
        }
    }
}
