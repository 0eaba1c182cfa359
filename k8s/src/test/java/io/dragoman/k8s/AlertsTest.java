package io.dragoman.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** promtool runs the alerts over series in which they fire and series in which they do not. */
class AlertsTest {
    /** Mistakes, each of which must make the cases fail for each alert. */
    private static final Map<String, Consumer<ObjectNode>> MISTAKES = mistakes();

    @TempDir
    Path folder;

    private static Map<String, Consumer<ObjectNode>> mistakes() {
        Map<String, Consumer<ObjectNode>> mistakes = new LinkedHashMap<>();
        mistakes.put("never in time", alert -> alert.put("for", "1000h"));
        mistakes.put("another severity", alert -> ((ObjectNode) alert.path("labels")).put("severity", "info"));
        mistakes.put("a misspelt metric", alert -> replace(alert, "dragoman_", "dragomann_"));
        mistakes.put("the comparison turned round", alert -> replace(alert, ">", "<"));
        mistakes.put("no threshold", alert -> replace(alert, "> [0-9.]+", ">= 0"));
        return mistakes;
    }

    private static void replace(ObjectNode alert, String pattern, String replacement) {
        alert.put("expr", alert.path("expr").asText().replaceAll(pattern, replacement));
    }

    private static JsonNode cases() throws IOException {
        try (InputStream cases = Objects.requireNonNull(AlertsTest.class.getResourceAsStream("/alerts.test.yaml"))) {
            return new YAMLMapper().readTree(cases);
        }
    }

    private static ObjectNode rule(Manifests manifests) {
        return manifests.get("PrometheusRule", "dragoman");
    }

    private static List<ObjectNode> alerts(ObjectNode rule) {
        List<ObjectNode> alerts = new ArrayList<>();
        rule.at("/spec/groups").forEach(group -> group.path("rules").forEach(alert -> alerts.add((ObjectNode) alert)));
        return alerts;
    }

    @Test
    void alertsFireWhenTheyShouldAndOnlyThen() throws Exception {
        PrometheusTools tools = PrometheusTools.orSkip();
        ObjectNode sound = rule(Combination.everything("cpu").render(Kustomize.orSkip()));
        assertThatEachAlertHasBothCases(alerts(sound));
        Outcome outcome = promtool(tools, sound);
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();

        List<String> missed = new ArrayList<>();
        int mutants = 0;
        for (int i = 0; i < alerts(sound).size(); i++) {
            for (Map.Entry<String, Consumer<ObjectNode>> mistake : MISTAKES.entrySet()) {
                ObjectNode mutant = sound.deepCopy();
                ObjectNode alert = alerts(mutant).get(i);
                mistake.getValue().accept(alert);
                assertThat(mutant).as(mistake.getKey() + " changes something").isNotEqualTo(sound);
                mutants++;
                if (promtool(tools, mutant).exitCode() == 0) {
                    missed.add(alert.path("alert").asText() + ": " + mistake.getKey());
                }
            }
        }
        System.out.println("promtool: " + (mutants - missed.size()) + "/" + mutants + " mutants of the alerts caught");
        assertThat(missed).isEmpty();
    }

    private static void assertThatEachAlertHasBothCases(List<ObjectNode> alerts) throws IOException {
        Set<String> firing = new TreeSet<>();
        Set<String> calm = new TreeSet<>();
        for (JsonNode test : cases().path("tests")) {
            for (JsonNode expected : test.path("alert_rule_test")) {
                (expected.path("exp_alerts").isEmpty() ? calm : firing)
                        .add(expected.path("alertname").asText());
            }
        }
        Set<String> names = new TreeSet<>();
        alerts.forEach(alert -> names.add(alert.path("alert").asText()));
        assertThat(firing).isEqualTo(names);
        assertThat(calm).isEqualTo(names);
    }

    private record Outcome(int exitCode, String output) {}

    private Outcome promtool(PrometheusTools tools, ObjectNode rule) throws Exception {
        PrometheusTools.rules(folder, rule);
        Path cases = folder.resolve("alerts.test.yaml");
        new YAMLMapper().writeValue(cases.toFile(), cases());
        Path output = folder.resolve("promtool.log");
        Process process = new ProcessBuilder(tools.promtool(), "test", "rules", cases.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("promtool ends").isTrue();
        return new Outcome(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }
}
