package io.dragoman.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A PromQL expression that we ship.
 *
 * @param where it stands
 * @param expression without the dashboard's variables
 */
record Query(String where, String expression) {
    private static final Pattern GROUPING =
            Pattern.compile("\\b(by|on|without|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
    private static final Pattern NAME = Pattern.compile("[a-zA-Z_:][\\w:]*(?!\\s*\\(|[\\w:])");
    private static final Pattern MATCHER = Pattern.compile("(\\w+)\\s*(=~|!~|!=|=)\\s*\"([^\"]*)\"");
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset");

    /** All of them: alerts, the scaler's and the dashboard's. */
    static List<Query> in(Manifests manifests) {
        List<Query> all = new ArrayList<>();
        manifests
                .ofKind("PrometheusRule")
                .forEach(rule -> rule.at("/spec/groups")
                        .forEach(group -> group.path("rules")
                                .forEach(alert -> all.add(new Query(
                                        alert.path("alert").asText(),
                                        alert.path("expr").asText())))));
        manifests
                .ofKind("ScaledObject")
                .forEach(scaled -> scaled.at("/spec/triggers")
                        .forEach(trigger -> all.add(
                                new Query("KEDA", trigger.at("/metadata/query").asText()))));
        for (JsonNode panel : dashboard(manifests).path("panels")) {
            panel.path("targets")
                    .forEach(target -> all.add(new Query(
                            panel.path("title").asText(),
                            target.path("expr")
                                    .asText()
                                    .replace("$__rate_interval", "1m")
                                    .replace("$namespace", ".*"))));
        }
        return all;
    }

    static JsonNode dashboard(Manifests manifests) {
        try {
            return new JsonMapper()
                    .readTree(manifests
                            .get("ConfigMap", "dragoman-dashboard")
                            .at("/data/dragoman.json")
                            .asText());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names of the metrics in it. */
    Set<String> metrics() {
        String bare = GROUPING.matcher(expression.replaceAll("\\{[^}]*}", "").replaceAll("\\[[^]]*]", ""))
                .replaceAll("");
        Set<String> names = new TreeSet<>();
        Matcher name = NAME.matcher(bare);
        while (name.find()) {
            if (!WORDS.contains(name.group()) && (name.start() == 0 || !isWordPart(bare.charAt(name.start() - 1)))) {
                names.add(name.group());
            }
        }
        return names;
    }

    private static boolean isWordPart(char before) {
        return Character.isLetterOrDigit(before) || before == '_' || before == '.';
    }

    /** Values that labels of a metric are compared with; alternatives of a pattern one by one. */
    Map<String, Set<String>> labelValues(String metric) {
        Map<String, Set<String>> values = new TreeMap<>();
        Matcher selector = Pattern.compile("\\b" + metric + "\\s*\\{([^}]*)}").matcher(expression);
        while (selector.find()) {
            Matcher matcher = MATCHER.matcher(selector.group(1));
            while (matcher.find()) {
                values.computeIfAbsent(matcher.group(1), label -> new TreeSet<>())
                        .addAll(List.of(matcher.group(3).split("\\|")));
            }
        }
        return values;
    }
}
