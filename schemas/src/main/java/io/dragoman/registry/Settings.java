package io.dragoman.registry;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/** Typed reading of a Kafka configuration map, whose values may be strings or objects. */
record Settings(Map<String, ?> values) {
    @Nullable String text(String key) {
        Object value = values.get(key);
        String text = switch (value) {
            case null -> null;
            case Password password -> password.value();
            case Class<?> type -> type.getName();
            case Iterable<?> list -> join(list);
            default -> value.toString().trim();
        };
        return text == null || text.isEmpty() ? null : text;
    }

    String text(String key, String fallback) {
        String text = text(key);
        return text == null ? fallback : text;
    }

    boolean flag(String key, boolean fallback) {
        String text = text(key);
        return text == null ? fallback : (Boolean) ConfigDef.parseType(key, text, ConfigDef.Type.BOOLEAN);
    }

    int integer(String key, int fallback, int least) {
        String text = text(key);
        int number = text == null ? fallback : (Integer) ConfigDef.parseType(key, text, ConfigDef.Type.INT);
        if (number < least) {
            throw new ConfigException(key, number, "expected " + least + " or more");
        }
        return number;
    }

    Duration milliseconds(String key, Duration fallback) {
        return Duration.ofMillis(integer(key, (int) fallback.toMillis(), 0));
    }

    Duration seconds(String key, Duration fallback) {
        return Duration.ofSeconds(integer(key, (int) fallback.toSeconds(), 0));
    }

    /** As Confluent has it, -1 means for ever: null. */
    @Nullable Duration secondsOrForever(String key, Duration fallback) {
        int seconds = integer(key, (int) fallback.toSeconds(), -1);
        return seconds < 0 ? null : Duration.ofSeconds(seconds);
    }

    private static String join(Iterable<?> list) {
        StringBuilder joined = new StringBuilder();
        list.forEach(item -> joined.append(joined.isEmpty() ? "" : ",").append(item));
        return joined.toString();
    }
}
