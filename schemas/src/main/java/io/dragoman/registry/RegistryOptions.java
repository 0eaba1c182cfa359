package io.dragoman.registry;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a registry and how long to remember its answers, read from Confluent's keys.
 *
 * @param urls without user info, without a final slash; empty for {@code mock://}
 * @param mockName the NAME of {@code mock://NAME}
 * @param authorization value of the Authorization header; a secret
 * @param budget longest time one request may take, retries and other addresses included
 * @param cacheSize entries of each cache
 * @param latestTtl how long a subject's newest version is taken as such
 * @param notFoundTtl how long "not found" is remembered
 */
record RegistryOptions(
        List<URI> urls,
        @Nullable String mockName,
        @Nullable String authorization,
        @Nullable SSLContext ssl,
        Duration connectTimeout,
        Duration readTimeout,
        int maxRetries,
        Duration retryWait,
        Duration budget,
        int cacheSize,
        Duration latestTtl,
        Duration notFoundTtl) {
    static final String URL = "schema.registry.url";
    private static final String MOCK = "mock://";
    private static final String SSL_PREFIX = "schema.registry.";

    RegistryOptions {
        urls = List.copyOf(urls);
    }

    static RegistryOptions of(Map<String, ?> configuration) {
        Settings settings = new Settings(configuration);
        String url = settings.text(URL);
        if (url == null) {
            throw new ConfigException(
                    URL + ": found nothing, expected http(s)://HOST:PORT (several with commas) or mock://NAME");
        }
        boolean mock = url.startsWith(MOCK);
        List<URI> urls = mock ? List.of() : urls(url);
        return new RegistryOptions(
                urls.stream().map(RegistryOptions::withoutUserInfo).toList(),
                mock ? url.substring(MOCK.length()) : null,
                mock ? null : authorization(settings, urls.getFirst().getUserInfo()),
                mock ? null : sslContext(configuration),
                settings.milliseconds("http.connect.timeout.ms", Duration.ofSeconds(5)),
                settings.milliseconds("http.read.timeout.ms", Duration.ofSeconds(10)),
                settings.integer("max.retries", 3, 0),
                settings.milliseconds("retries.wait.ms", Duration.ofMillis(200)),
                settings.milliseconds("request.budget.ms", Duration.ofSeconds(30)),
                settings.integer("max.schemas.per.subject", 1000, 1),
                settings.seconds("latest.cache.ttl.sec", Duration.ofSeconds(60)),
                settings.seconds("missing.id.cache.ttl.sec", Duration.ofSeconds(5)));
    }

    /** The addresses alone: no secrets. */
    @Override
    public String toString() {
        return mockName != null ? MOCK + mockName : urls.toString();
    }

    private static List<URI> urls(String list) {
        List<URI> urls = new ArrayList<>();
        for (String item : list.split(",")) {
            String trimmed = item.trim().replaceAll("/+$", "");
            if (!trimmed.isEmpty()) {
                urls.add(url(trimmed));
            }
        }
        if (urls.isEmpty()) {
            throw new ConfigException(URL + ": found no address, expected http(s)://HOST:PORT");
        }
        return urls;
    }

    private static URI url(String text) {
        try {
            URI uri = new URI(text);
            String scheme = uri.getScheme();
            if (uri.getHost() != null && ("http".equals(scheme) || "https".equals(scheme))) {
                return uri;
            }
        } catch (URISyntaxException e) {
            // Its message may hold a password: say the same as below.
        }
        String shown = text.replaceAll("//.*@", "//");
        throw new ConfigException(URL + ": found " + shown + ", expected http://HOST:PORT or https://HOST:PORT");
    }

    private static URI withoutUserInfo(URI uri) {
        String authority = uri.getRawAuthority();
        return URI.create(
                uri.getScheme() + "://" + authority.substring(authority.lastIndexOf('@') + 1) + uri.getRawPath());
    }

    private static @Nullable String authorization(Settings settings, @Nullable String urlUserInfo) {
        String basic = basic(settings, urlUserInfo);
        String token = bearer(settings);
        if (basic != null && token != null) {
            throw new ConfigException("basic.auth.* and bearer.auth.* are both set; expected one of them");
        }
        return basic != null ? basic : token;
    }

    private static @Nullable String basic(Settings settings, @Nullable String urlUserInfo) {
        String key = "basic.auth.credentials.source";
        String source = settings.text(key, "URL");
        String userInfo = switch (source) {
            case "URL" -> urlUserInfo;
            case "USER_INFO" -> userInfo(settings);
            default -> throw new ConfigException(key, source, "expected URL or USER_INFO");
        };
        return userInfo == null
                ? null
                : "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
    }

    private static String userInfo(Settings settings) {
        String userInfo = settings.text("basic.auth.user.info");
        if (userInfo == null) {
            userInfo = settings.text("schema.registry.basic.auth.user.info");
        }
        if (userInfo == null || userInfo.indexOf(':') < 0) {
            throw new ConfigException("basic.auth.user.info: found "
                    + (userInfo == null ? "nothing" : "a value without a colon") + ", expected USER:PASSWORD");
        }
        return userInfo;
    }

    private static @Nullable String bearer(Settings settings) {
        String key = "bearer.auth.credentials.source";
        String source = settings.text(key);
        String token = settings.text("bearer.auth.token");
        if (source == null) {
            return token == null ? null : "Bearer " + token;
        }
        if (!source.equals("STATIC_TOKEN")) {
            throw new ConfigException(key, source, "expected STATIC_TOKEN");
        }
        if (token == null) {
            throw new ConfigException("bearer.auth.token: found nothing, expected a token");
        }
        return "Bearer " + token;
    }

    private static @Nullable SSLContext sslContext(Map<String, ?> configuration) {
        Map<String, Object> ssl = new HashMap<>();
        configuration.forEach((key, value) -> {
            if (key.startsWith(SSL_PREFIX + "ssl.") && value != null) {
                ssl.put(key.substring(SSL_PREFIX.length()), value);
            }
        });
        if (ssl.isEmpty()) {
            return null;
        }
        String verification = SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG;
        if (ssl.containsKey(verification) && !"https".equalsIgnoreCase(String.valueOf(ssl.get(verification)))) {
            throw new ConfigException(
                    SSL_PREFIX + verification, ssl.get(verification), "expected https: host names are always checked");
        }
        ConfigDef keys = new ConfigDef();
        SslConfigs.addClientSslSupport(keys);
        try (DefaultSslEngineFactory factory = new DefaultSslEngineFactory()) {
            factory.configure(keys.parse(ssl));
            return factory.sslContext();
        }
    }
}
