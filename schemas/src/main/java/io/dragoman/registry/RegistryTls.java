package io.dragoman.registry;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.jspecify.annotations.Nullable;

/** The TLS context of the keys {@code schema.registry.ssl.*}, read by Kafka's own code: JKS, PKCS12 and PEM stores. */
final class RegistryTls {
    private static final String PREFIX = "schema.registry.";

    private RegistryTls() {}

    /**
     * The context; null when no key is set, which means the JVM's own trust store.
     *
     * @throws ConfigException when a store cannot be read, without its password
     */
    static @Nullable SSLContext context(Map<String, ?> configuration) {
        Map<String, Object> keys = new HashMap<>();
        configuration.forEach((key, value) -> {
            if (key.startsWith(PREFIX + "ssl.") && value != null) {
                keys.put(key.substring(PREFIX.length()), value);
            }
        });
        if (keys.isEmpty()) {
            return null;
        }
        String verification = SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG;
        if (keys.containsKey(verification) && !"https".equalsIgnoreCase(String.valueOf(keys.get(verification)))) {
            throw new ConfigException(
                    PREFIX + verification, keys.get(verification), "expected https: host names are always checked");
        }
        readable(keys.get(SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG), SslConfigs.SSL_TRUSTSTORE_LOCATION_CONFIG);
        readable(keys.get(SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG), SslConfigs.SSL_KEYSTORE_LOCATION_CONFIG);
        ConfigDef known = new ConfigDef();
        SslConfigs.addClientSslSupport(known);
        try (DefaultSslEngineFactory factory = new DefaultSslEngineFactory()) {
            factory.configure(known.parse(keys));
            return factory.sslContext();
        } catch (KafkaException e) {
            throw new ConfigException(PREFIX + "ssl.*: " + reasons(e));
        }
    }

    /** A context for plain HTTP, which trusts nobody: a client would read the JVM's trust store otherwise, a tenth of the time to ready. */
    static SSLContext none() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[0], new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has TLS", e);
        }
    }

    private static void readable(@Nullable Object file, String key) {
        if (file != null && !Files.isReadable(Path.of(file.toString()))) {
            throw new ConfigException(PREFIX + key, file, "expected a file that can be read");
        }
    }

    private static String reasons(Throwable thrown) {
        StringBuilder text = new StringBuilder();
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            String message = t.getMessage() == null ? t.getClass().getSimpleName() : t.getMessage();
            if (text.indexOf(message) < 0) {
                text.append(text.isEmpty() ? "" : ": ").append(message);
            }
        }
        return text.toString();
    }
}
