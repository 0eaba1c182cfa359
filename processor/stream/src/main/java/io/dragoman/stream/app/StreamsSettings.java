package io.dragoman.stream.app;

import io.dragoman.stream.config.DragomanConfiguration;
import io.dragoman.stream.config.TimingCheck;
import io.dragoman.stream.deadletter.DeadLetterHandler;
import io.dragoman.stream.lookahead.LookAheadInterceptor;
import io.dragoman.stream.topology.InferenceParts;
import io.dragoman.stream.topology.PollInterceptor;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/** Kafka's configuration: the user's keys over Dragoman's defaults, and what Dragoman must set itself. */
final class StreamsSettings {
    /** Room for headers and framing beside the longest dead letter, bytes. */
    static final int HEADER_ROOM_BYTES = 128 << 10;

    private static final int KAFKA_MAX_REQUEST_BYTES = 1 << 20;

    private StreamsSettings() {}

    static Properties of(DragomanConfiguration configuration, InferenceParts parts, String instance) {
        Map<String, Object> settings = new HashMap<>();
        settings.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        settings.put(
                StreamsConfig.producerPrefix(ProducerConfig.MAX_REQUEST_SIZE_CONFIG), maxRequestBytes(configuration));
        if (configuration.exactlyOnce()) {
            settings.put(StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), (int)
                    TimingCheck.DEFAULT_TRANSACTION_TIMEOUT_MS);
        }
        if (isClassicProtocol(configuration.kafka())) {
            settings.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), 10_000);
            settings.put(StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG), instance);
        }
        override(settings, configuration.kafka());

        settings.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
        settings.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
        settings.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, DeadLetterHandler.class);
        settings.put(DeadLetterHandler.WRITER, parts.deadLetters());
        settings.put(
                StreamsConfig.mainConsumerPrefix(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG),
                PollInterceptor.class.getName() + "," + LookAheadInterceptor.class.getName());
        settings.put(StreamsConfig.mainConsumerPrefix(PollInterceptor.OBSERVER), parts.observer());
        settings.put(StreamsConfig.mainConsumerPrefix(LookAheadInterceptor.LOOK_AHEADS), parts.lookAheads());
        Properties properties = new Properties();
        properties.putAll(settings);
        return properties;
    }

    /** The user's keys win; a key without prefix also wins over our default with one. */
    private static void override(Map<String, Object> settings, Map<String, String> kafka) {
        kafka.forEach((key, value) -> {
            settings.remove(StreamsConfig.producerPrefix(key));
            settings.remove(StreamsConfig.mainConsumerPrefix(key));
            if (key.startsWith("consumer.")) {
                settings.remove("main." + key);
            }
        });
        settings.putAll(kafka);
    }

    /** Largest record the producer sends, bytes. */
    static int maxRequestBytes(DragomanConfiguration configuration) {
        Map<String, String> kafka = configuration.kafka();
        String given = kafka.getOrDefault("producer.max.request.size", kafka.get("max.request.size"));
        return given == null
                ? Math.max(KAFKA_MAX_REQUEST_BYTES, configuration.deadLetters().maxValueBytes() + HEADER_ROOM_BYTES)
                : Integer.parseInt(given.strip());
    }

    static boolean isClassicProtocol(Map<String, String> kafka) {
        return "classic".equalsIgnoreCase(kafka.getOrDefault(StreamsConfig.GROUP_PROTOCOL_CONFIG, "classic"));
    }
}
