package io.dragoman.stream.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.dragoman.stream.config.ConfigKey.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Flat settings of file and environment, read key by key; collects problems instead of throwing. */
final class Settings {
    private final Map<String, JsonNode> leaves;
    private final Map<String, String> environment;
    private final List<String> problems = new ArrayList<>();

    Settings(Map<String, JsonNode> leaves, Map<String, String> environment) {
        this.leaves = leaves;
        this.environment = environment;
        for (String path : leaves.keySet()) {
            boolean known = ConfigKeys.ALL.stream()
                    .anyMatch(key -> key.kind() == Kind.PASS_THROUGH
                            ? path.startsWith(key.path() + ".")
                            : path.equals(key.path()));
            if (!known) {
                problems.add("unknown key '" + path + "'" + NearestKey.suggestion(path));
            }
        }
        for (String variable : environment.keySet()) {
            if (EnvironmentNames.isUnknown(variable)) {
                problems.add("unknown environment variable " + variable + NearestKey.variableSuggestion(variable));
            }
        }
    }

    List<String> problems() {
        return problems;
    }

    void problem(String problem) {
        problems.add(problem);
    }

    String text(ConfigKey key) {
        String text = raw(key);
        if (text == null) {
            return "";
        }
        if (text.isBlank()) {
            problems.add(found(key, text, "a " + key.unit()));
        } else if (key.kind() == Kind.CHOICE && !key.choices().contains(text)) {
            problems.add(found(key, text, "one of " + key.unit()));
        }
        return text;
    }

    List<String> texts(ConfigKey key) {
        String override = environment.get(key.environmentVariable());
        JsonNode node = leaves.get(key.path());
        if (override != null || node == null || !node.isArray()) {
            String text = raw(key);
            return text == null
                    ? List.of()
                    : List.of(text.split(",")).stream()
                            .map(String::strip)
                            .filter(part -> !part.isEmpty())
                            .toList();
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode element : node) {
            JsonNode value = key.kind() == Kind.BUNDLES && element.isObject() ? bundle(key, element) : element;
            if (value.isValueNode() && !value.asText().isBlank()) {
                texts.add(value.asText());
            } else {
                problems.add(found(key, element.toString(), key.unit()));
            }
        }
        return texts;
    }

    private JsonNode bundle(ConfigKey key, JsonNode element) {
        element.fieldNames().forEachRemaining(name -> {
            if (!name.equals("bundle")) {
                problems.add("unknown key '" + key.path() + "[]." + name + "'; expected bundle");
            }
        });
        return element.path("bundle");
    }

    long integer(ConfigKey key) {
        String text = raw(key);
        if (text == null) {
            return key.min();
        }
        try {
            long value = Long.parseLong(text.strip());
            if (value >= key.min() && value <= key.max()) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Reported below with the bounds.
        }
        problems.add(found(key, text, "a whole number of " + key.unit() + " from " + key.min() + " to " + key.max()));
        return key.min();
    }

    Duration duration(ConfigKey key) {
        String text = raw(key);
        Duration value = text == null ? null : DurationText.parse(text);
        if (value != null
                && value.compareTo(Duration.ofMillis(key.min())) >= 0
                && value.compareTo(Duration.ofMillis(key.max())) <= 0) {
            return value;
        }
        if (text != null) {
            problems.add(found(key, text, "a " + key.unit() + " from " + key.min() + "ms to " + key.max() + "ms"));
        }
        return Duration.ofMillis(key.min());
    }

    boolean flag(ConfigKey key) {
        String text = raw(key);
        if (text != null && !text.equals("true") && !text.equals("false")) {
            problems.add(found(key, text, "true or false"));
        }
        return "true".equals(text);
    }

    /** The keys below a section that are handed on, without those that are keys of their own. */
    Map<String, String> passThrough(ConfigKey section) {
        Map<String, String> values = new TreeMap<>();
        String prefix = section.path() + ".";
        leaves.forEach((path, node) -> {
            if (path.startsWith(prefix)) {
                values.put(path.substring(prefix.length()), scalars(node));
            }
        });
        String variable = section.environmentVariable() + "_";
        environment.forEach((name, value) -> {
            if (name.startsWith(variable)) {
                values.put(
                        name.substring(variable.length())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '.'),
                        value);
            }
        });
        ConfigKeys.ALL.stream()
                .filter(key -> key.path().startsWith(prefix))
                .forEach(key -> values.remove(key.path().substring(prefix.length())));
        return values;
    }

    private static String scalars(JsonNode node) {
        if (!node.isArray()) {
            return node.asText();
        }
        List<String> parts = new ArrayList<>();
        node.forEach(part -> parts.add(part.asText()));
        return String.join(",", parts);
    }

    private @Nullable String raw(ConfigKey key) {
        String override = environment.get(key.environmentVariable());
        if (override != null) {
            return override;
        }
        JsonNode node = leaves.get(key.path());
        if (node != null && node.isArray()) {
            problems.add(found(key, node.toString(), "one " + key.unit()));
            return null;
        }
        if (node != null) {
            return node.asText();
        }
        if (key.defaultText() == null) {
            problems.add("'" + key.path() + "' is missing; expected " + key.unit() + ": " + key.meaning());
        }
        return key.defaultText();
    }

    private static String found(ConfigKey key, String text, String expected) {
        return "'" + key.path() + "': found '" + text + "', expected " + expected;
    }
}
