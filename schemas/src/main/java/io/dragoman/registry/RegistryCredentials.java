package io.dragoman.registry;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** The Authorization header that Confluent's keys ask for. No message of this class shows a value. */
final class RegistryCredentials {
    private static final String BASIC_SOURCE = "basic.auth.credentials.source";
    private static final String USER_INFO = "basic.auth.user.info";
    private static final String BEARER_SOURCE = "bearer.auth.credentials.source";
    private static final String TOKEN = "bearer.auth.token";

    private RegistryCredentials() {}

    /**
     * The value of the header; a secret.
     *
     * @param urls may hold user info
     * @return null when no credentials are configured
     */
    static @Nullable String authorization(Settings settings, List<URI> urls) {
        String basic = basic(settings, urls);
        String bearer = bearer(settings);
        if (basic != null && bearer != null) {
            throw new ConfigException("basic.auth.* and bearer.auth.* are both set; expected one of them");
        }
        return basic != null ? basic : bearer;
    }

    private static @Nullable String basic(Settings settings, List<URI> urls) {
        String given = firstOf(settings, USER_INFO, "schema.registry." + USER_INFO);
        String source = settings.text(BASIC_SOURCE, given == null ? "URL" : "USER_INFO");
        String userInfo = switch (source) {
            case "URL" -> inUrls(urls);
            case "USER_INFO" -> checked(given);
            default -> throw new ConfigException(BASIC_SOURCE, source, "expected URL or USER_INFO");
        };
        return userInfo == null
                ? null
                : "Basic " + Base64.getEncoder().encodeToString(userInfo.getBytes(StandardCharsets.UTF_8));
    }

    private static String checked(@Nullable String userInfo) {
        if (userInfo == null || userInfo.indexOf(':') < 0) {
            throw new ConfigException(USER_INFO + ": found "
                    + (userInfo == null ? "nothing" : "a value without a colon") + ", expected USER:PASSWORD");
        }
        return userInfo;
    }

    private static @Nullable String inUrls(List<URI> urls) {
        List<String> found = urls.stream()
                .map(URI::getUserInfo)
                .filter(Objects::nonNull)
                .distinct()
                .toList();
        if (found.size() > 1) {
            throw new ConfigException(
                    RegistryOptions.URL + ": found " + found.size() + " different user infos, expected one for all");
        }
        return found.isEmpty() ? null : found.getFirst();
    }

    private static @Nullable String bearer(Settings settings) {
        String token = settings.text(TOKEN);
        String source = settings.text(BEARER_SOURCE);
        if (source == null && token == null) {
            return null;
        }
        if (source != null && !source.equals("STATIC_TOKEN")) {
            throw new ConfigException(BEARER_SOURCE, source, "expected STATIC_TOKEN");
        }
        if (token == null) {
            throw new ConfigException(TOKEN + ": found nothing, expected a token");
        }
        if (!token.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new ConfigException(
                    TOKEN + ": found a space, a line break or a character outside ASCII, expected a token");
        }
        return "Bearer " + token;
    }

    private static @Nullable String firstOf(Settings settings, String... keys) {
        for (String key : keys) {
            String text = settings.text(key);
            if (text != null) {
                return text;
            }
        }
        return null;
    }
}
