package io.dragoman.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryTlsTest {
    private static final Schema INT = Schema.create(Schema.Type.INT);

    private static TestCertificates certificates;

    @BeforeAll
    static void makeCertificates(@TempDir Path folder) throws Exception {
        certificates = new TestCertificates(folder);
    }

    private static Map<String, Object> trusting(String alias) throws Exception {
        Map<String, Object> keys = new HashMap<>();
        keys.put("schema.registry.ssl.truststore.location", certificates.trustStore(alias));
        keys.put("schema.registry.ssl.truststore.password", TestCertificates.PASSWORD);
        keys.put("schema.registry.ssl.truststore.type", "PKCS12");
        return keys;
    }

    private static RegistryException refusal(WatchedRegistry registry, Map<String, ?> keys) {
        try (SchemaRegistry client = registry.connect(keys)) {
            RegistryException thrown =
                    catchThrowableOfType(RegistryException.class, () -> client.register("s", INT, false));
            assertThat(thrown).isNotNull();
            assertThat(registry.requests()).isEmpty();
            return thrown;
        }
    }

    @Test
    void aServerOfATrustedAuthorityIsAsked() throws Exception {
        try (WatchedRegistry registry = WatchedRegistry.start(certificates.server("server"), false)) {
            assertThat(registry.url()).startsWith("https://");
            Map<String, String> pem = Map.of(
                    "schema.registry.ssl.truststore.location",
                    certificates.trustPem("ca"),
                    "schema.registry.ssl.truststore.type",
                    "PEM");
            try (SchemaRegistry store = registry.connect(trusting("ca"));
                    SchemaRegistry text = registry.connect(pem)) {
                assertThat(store.register("s", INT, false)).isEqualTo(1);
                assertThat(text.schemaById(1)).isEqualTo(INT);
            }
        }
    }

    @Test
    void anotherAuthorityGivesOneClearMessageAndIsNotAskedAgain() throws Exception {
        try (WatchedRegistry registry = WatchedRegistry.start(certificates.server("server"), false)) {
            for (Map<String, ?> keys : List.of(trusting("stranger"), Map.<String, Object>of())) {
                RegistryException thrown = refusal(registry, keys);
                assertThat(thrown.retriable()).isFalse();
                assertThat(thrown)
                        .hasMessageStartingWith("POST " + registry.url() + "/subjects/s/versions: found a server"
                                + " certificate that is not trusted, expected one signed by an authority in"
                                + " schema.registry.ssl.truststore.location (")
                        .hasMessageNotContaining("attempts");
            }
        }
    }

    @Test
    void aCertificateForAnotherHostIsRefused() throws Exception {
        try (WatchedRegistry registry = WatchedRegistry.start(certificates.server("elsewhere"), false)) {
            assertThat(refusal(registry, trusting("ca")))
                    .hasMessageContaining("for another host, expected one for the host in schema.registry.url")
                    .hasMessageContaining("127.0.0.1");
        }
        Map<String, Object> unchecked = new HashMap<>(trusting("ca"));
        unchecked.put("schema.registry.url", "https://localhost");
        unchecked.put("schema.registry.ssl.endpoint.identification.algorithm", "");
        assertThatThrownBy(() -> SchemaRegistry.connect(unchecked))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("host names are always checked");
    }

    @Test
    void anExpiredCertificateIsRefused() throws Exception {
        try (WatchedRegistry registry = WatchedRegistry.start(certificates.server("expired"), false)) {
            assertThat(refusal(registry, trusting("ca"))).hasMessageContaining("out of date");
        }
    }

    @Test
    void aServerThatAsksForACertificateGetsTheConfiguredOne() throws Exception {
        try (WatchedRegistry registry = WatchedRegistry.start(certificates.server("server"), true)) {
            RegistryException thrown = refusal(registry, trusting("ca"));
            assertThat(thrown).hasMessageContaining("schema.registry.ssl.keystore.location");
            assertThat(thrown.retriable()).isFalse();

            Map<String, Object> keys = trusting("ca");
            keys.put("schema.registry.ssl.keystore.location", certificates.keyStore("client"));
            keys.put("schema.registry.ssl.keystore.type", "PKCS12");
            keys.put("schema.registry.ssl.keystore.password", TestCertificates.PASSWORD);
            keys.put("schema.registry.ssl.key.password", TestCertificates.PASSWORD);
            try (SchemaRegistry client = registry.connect(keys)) {
                assertThat(client.register("s", INT, false)).isEqualTo(1);
            }
        }
    }

    @Test
    void httpsToAPlainPortSaysSo() throws Exception {
        Map<String, Object> keys = trusting("ca");
        keys.put("http.connect.timeout.ms", 200);
        keys.put("max.retries", 0);
        try (WatchedRegistry silent = WatchedRegistry.start();
                ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            keys.put("schema.registry.url", silent.url().replace("http:", "https:"));
            assertThat(refusal(silent, keys)).hasMessageContaining("no TLS handshake");

            Thread server = Thread.ofPlatform().start(() -> answerPlainly(plain));
            keys.put("schema.registry.url", "https://127.0.0.1:" + plain.getLocalPort());
            keys.put("http.connect.timeout.ms", 10_000);
            assertThat(refusal(silent, keys)).hasMessageContaining("does not speak TLS");
            server.join();
        }
    }

    private static void answerPlainly(ServerSocket plain) {
        try (Socket socket = plain.accept()) {
            socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            socket.setSoTimeout(20_000);
            // until the client hangs up: closing on unread bytes resets the connection, and the answer may be lost
            assertThat(socket.getInputStream().readAllBytes()).isNotEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aStoreThatCannotBeReadIsAConfigurationError() throws Exception {
        Map<String, Object> wrong = trusting("ca");
        wrong.put("schema.registry.url", "https://localhost");
        wrong.put("schema.registry.ssl.truststore.password", "not-the-secret");
        assertThatThrownBy(() -> SchemaRegistry.connect(wrong))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("schema.registry.ssl")
                .hasMessageContaining("password was incorrect")
                .hasMessageNotContaining("not-the-secret");

        wrong.put("schema.registry.ssl.truststore.location", "/no/such/store");
        assertThatThrownBy(() -> SchemaRegistry.connect(wrong))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("/no/such/store");
    }
}
