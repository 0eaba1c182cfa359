package io.dragoman.registry;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * How to reach a registry and how long to remember its answers, read from Confluent's keys.
 *
 * @param urls without user info, without a final slash; empty for {@code mock://}
 * @param mockName the NAME of {@code mock://NAME}
 * @param authorization value of the Authorization header; a secret
 * @param budget longest time one request may take, retries and other addresses included
 * @param cacheSize entries of each cache
 * @param latestTtl how long a subject's newest version is taken as such; null: for ever
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
        @Nullable Duration latestTtl,
        Duration notFoundTtl) {
    static final String URL = "schema.registry.url";
    private static final String MOCK = "mock://";

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
                mock ? null : RegistryCredentials.authorization(settings, urls),
                mock ? null : RegistryTls.context(configuration),
                settings.milliseconds("http.connect.timeout.ms", Duration.ofSeconds(5)),
                settings.milliseconds("http.read.timeout.ms", Duration.ofSeconds(10)),
                settings.integer("max.retries", 3, 0),
                settings.milliseconds("retries.wait.ms", Duration.ofMillis(200)),
                settings.milliseconds("request.budget.ms", Duration.ofSeconds(30)),
                settings.integer("max.schemas.per.subject", 1000, 1),
                settings.secondsOrForever("latest.cache.ttl.sec", Duration.ofSeconds(60)),
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
        String shown = text.substring(text.lastIndexOf('@') + 1); // what comes before may be a password
        throw new ConfigException(URL + ": found " + shown + ", expected http://HOST:PORT or https://HOST:PORT");
    }

    private static URI withoutUserInfo(URI uri) {
        String authority = uri.getRawAuthority();
        return URI.create(
                uri.getScheme() + "://" + authority.substring(authority.lastIndexOf('@') + 1) + uri.getRawPath());
    }
}
