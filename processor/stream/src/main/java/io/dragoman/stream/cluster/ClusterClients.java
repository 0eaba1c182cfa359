package io.dragoman.stream.cluster;

import io.dragoman.stream.config.ConfigurationPrinter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Makes clients as Kafka Streams makes its own: a key without prefix is for every client that knows it, one with a prefix for that client
 * alone. Threading: stateless; the clients are closed by who asked for them.
 */
public final class ClusterClients {
    private ClusterClients() {}

    /**
     * An admin client whose calls end within the timeout.
     *
     * @throws org.apache.kafka.common.KafkaException if no client can be made of the keys
     */
    public static Admin admin(Map<String, String> kafka, Duration timeout) {
        Map<String, Object> settings = settings(kafka, AdminClientConfig.configNames(), "admin.");
        int millis = (int) timeout.toMillis();
        settings.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
        settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, Math.min(millis, 30_000));
        return Admin.create(settings);
    }

    /**
     * A transactional producer of bytes whose calls end within the timeout.
     *
     * @throws org.apache.kafka.common.KafkaException if no client can be made of the keys
     */
    public static KafkaProducer<byte[], byte[]> producer(
            Map<String, String> kafka, String transactionalId, Duration timeout) {
        Map<String, Object> settings = settings(kafka, ProducerConfig.configNames(), "producer.");
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId);
        settings.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, timeout.toMillis());
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * A consumer of bytes that belongs to no group and commits nothing; its calls end within the timeout.
     *
     * @throws org.apache.kafka.common.KafkaException if no client can be made of the keys
     */
    public static Consumer<byte[], byte[]> consumer(
            Map<String, String> kafka, IsolationLevel isolation, Duration timeout) {
        Map<String, Object> settings = settings(kafka, ConsumerConfig.configNames(), "consumer.");
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        settings.remove(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);
        settings.remove(ConsumerConfig.INTERCEPTOR_CLASSES_CONFIG);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolation.toString());
        settings.put(CommonClientConfigs.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) timeout.toMillis());
        settings.put(CommonClientConfigs.REQUEST_TIMEOUT_MS_CONFIG, (int) Math.min(timeout.toMillis(), 30_000));
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private static Map<String, Object> settings(Map<String, String> kafka, Set<String> known, String prefix) {
        Map<String, Object> settings = new HashMap<>();
        kafka.forEach((key, value) -> {
            if (known.contains(key)) {
                settings.putIfAbsent(key, value);
            } else if (key.startsWith(prefix)) {
                settings.put(key.substring(prefix.length()), value);
            }
        });
        return settings;
    }

    /** Why no client can be made: Kafka wraps what is wrong in what it could not do therefore, and may quote a setting that is secret. */
    public static String refusal(KafkaException thrown, Map<String, String> kafka) {
        Throwable innermost = thrown;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        String message = String.valueOf(innermost.getMessage());
        String told = innermost instanceof KafkaException || innermost instanceof IllegalArgumentException
                ? message
                : innermost.getClass().getSimpleName() + ": " + message; // of a file, its name alone
        return ConfigurationPrinter.withoutSecrets(told, kafka);
    }
}
