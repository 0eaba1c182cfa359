package io.dragoman.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RegistryCredentialsTest {
    private static final Schema INT = Schema.create(Schema.Type.INT);
    private static final String SECRET = "p\u00e4ss:w@rd";
    private static final String BASIC =
            "Basic " + Base64.getEncoder().encodeToString(("ann:" + SECRET).getBytes(StandardCharsets.UTF_8));

    private WatchedRegistry registry;

    @BeforeEach
    void start() throws Exception {
        registry = WatchedRegistry.start();
    }

    @AfterEach
    void stop() {
        registry.close();
    }

    static Stream<Map<String, Object>> waysToSayIt() {
        String source = "basic.auth.credentials.source";
        String userInfo = "basic.auth.user.info";
        return Stream.of(
                Map.of(source, "USER_INFO", userInfo, "ann:" + SECRET),
                Map.of(userInfo, "ann:" + SECRET),
                Map.of(source, "USER_INFO", userInfo, new Password("ann:" + SECRET)),
                Map.of(source, "USER_INFO", "schema.registry." + userInfo, "ann:" + SECRET),
                Map.of("schema.registry.url", "http://ann:p%C3%A4ss%3Aw%40rd@"),
                Map.of(source, "URL", "schema.registry.url", "http://ann:p%C3%A4ss%3Aw%40rd@"));
    }

    @ParameterizedTest
    @MethodSource("waysToSayIt")
    void userAndPasswordGoOut(Map<String, Object> keys) {
        registry.expect(BASIC);
        Map<String, Object> configuration = registry.configuration(keys);
        configuration.computeIfPresent(
                "schema.registry.url",
                (key, url) ->
                        url.toString().endsWith("@") ? url + registry.url().substring("http://".length()) : url);
        try (SchemaRegistry client = SchemaRegistry.connect(configuration)) {
            assertThat(client.register("s", INT, false)).isEqualTo(1);
        }
    }

    @Test
    void aTokenGoesOut() {
        registry.expect("Bearer abc.def");
        for (Map<String, String> keys : List.of(
                Map.of("bearer.auth.token", "abc.def"),
                Map.of("bearer.auth.token", "abc.def", "bearer.auth.credentials.source", "STATIC_TOKEN"))) {
            try (SchemaRegistry client = registry.connect(keys)) {
                assertThat(client.register("s", INT, false)).isEqualTo(1);
            }
        }
    }

    @Test
    void wrongCredentialsAreNamedAndNotTriedAgain() {
        registry.expect(BASIC);
        try (SchemaRegistry client = registry.connect(Map.of("basic.auth.user.info", "ann:wrong"))) {
            assertThatThrownBy(() -> client.register("s", INT, false))
                    .isInstanceOfSatisfying(RegistryException.class, e -> {
                        assertThat(e.status()).isEqualTo(401);
                        assertThat(e.retriable()).isFalse();
                    })
                    .hasMessageContaining("credentials missing or wrong: check basic.auth.* or bearer.auth.*");
        }
        assertThat(registry.requests()).hasSize(1);
    }

    static Stream<Map<String, Object>> mistakes() {
        return Stream.of(
                Map.of("basic.auth.credentials.source", "SASL_INHERIT", "basic.auth.user.info", "ann:" + SECRET),
                Map.of("basic.auth.user.info", SECRET.replace(":", "")),
                Map.of("basic.auth.credentials.source", "USER_INFO"),
                Map.of("basic.auth.user.info", "ann:" + SECRET, "bearer.auth.token", SECRET),
                Map.of("bearer.auth.token", SECRET),
                Map.of("bearer.auth.token", "abc\n" + SECRET),
                Map.of("bearer.auth.credentials.source", "OAUTHBEARER", "bearer.auth.token", "abc"),
                Map.of("bearer.auth.credentials.source", "STATIC_TOKEN"),
                Map.of("schema.registry.url", "http://ann:" + SECRET + "@host"),
                Map.of("schema.registry.url", "ann:" + SECRET),
                Map.of("schema.registry.url", "http://a:" + "p%C3%A4ss@host,http://b:p%C3%A4ss@host"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakesAreConfigurationErrorsThatKeepTheSecret(Map<String, Object> keys) {
        Throwable thrown = catchThrowable(() -> registry.connect(keys));
        assertThat(thrown).isInstanceOf(ConfigException.class).hasMessageContaining("expected");
        assertNoSecret(everything(thrown));
    }

    @Test
    void noMessageOfAFailureShowsASecret() {
        String url = registry.url().replace("//", "//ann:p%C3%A4ss%3Aw%40rd@");
        registry.fail(Integer.MAX_VALUE, 500);
        RegistryOptions options = RegistryOptions.of(registry.configuration(Map.of("schema.registry.url", url)));
        assertNoSecret(options.toString());
        try (SchemaRegistry client = registry.connect(Map.of("schema.registry.url", url))) {
            assertNoSecret(everything(catchThrowable(() -> client.register("s", INT, false))));
            assertNoSecret(everything(catchThrowable(() -> client.schemaById(7))));
            registry.close();
            assertNoSecret(everything(catchThrowable(() -> client.latest("s"))));
            assertNoSecret(client.toString());
        }
    }

    private static String everything(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    private static void assertNoSecret(String text) {
        assertThat(text)
                .isNotEmpty()
                .doesNotContain("p\u00e4ss")
                .doesNotContain("p%C3%A4ss")
                .doesNotContain(BASIC.substring("Basic ".length()));
    }
}
