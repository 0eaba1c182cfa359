package io.dragoman.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.dragoman.stream.management.ManagementServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every metric and label that alerts, scaler and dashboard ask for is one that the running application shows. */
class MonitoringTest {
    /** Prometheus adds them to what it scrapes. */
    private static final Set<String> ADDED = Set.of("namespace", "pod");

    private static final Duration SOON = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    private final Manifests manifests =
            Combination.everythingWithoutBatch("cpu").render(Kustomize.orSkip());

    @Test
    void whatIsAskedForIsInARealScrape() {
        try (RunningApplication application = RunningApplication.start(folder)) {
            List<String> series = seriesOf(served(application));
            List<Query> queries = Query.in(manifests);
            Set<String> metrics = new TreeSet<>();
            List<String> missing = new ArrayList<>();
            for (Query query : queries) {
                for (String metric : query.metrics()) {
                    metrics.add(metric);
                    missing(query, metric, series).ifPresent(missing::add);
                }
            }
            System.out.println(queries.size() + " queries ask for " + metrics.size() + " metrics: " + metrics);
            assertThat(missing).isEmpty();
            assertThat(metrics).contains("dragoman_backlog_seconds").hasSizeGreaterThan(15);
            for (String mistaken : List.of("dragoman_record_total", "dragoman_records_total{outcome=\"lost\"}")) {
                Query query = new Query("control", "rate(" + mistaken + "[5m])");
                assertThat(query.metrics())
                        .singleElement()
                        .satisfies(metric ->
                                assertThat(missing(query, metric, series)).isPresent());
            }
        }
    }

    /** The page once the demo's sentences were served and the backlog was sampled. */
    private static String served(RunningApplication application) {
        return Awaitility.await()
                .atMost(SOON)
                .until(
                        () -> application.get(ManagementServer.METRICS),
                        page -> page.filter(text -> text.lines()
                                        .anyMatch(line -> line.matches(
                                                "dragoman_records_total\\{outcome=\"generated\".* [1-9].*")))
                                .isPresent())
                .orElseThrow();
    }

    private static List<String> seriesOf(String page) {
        return page.lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(0, line.lastIndexOf(' ')))
                .toList();
    }

    private static Optional<String> missing(Query query, String metric, List<String> series) {
        List<String> named = series.stream()
                .filter(one -> one.equals(metric) || one.startsWith(metric + "{"))
                .toList();
        if (named.isEmpty()) {
            return Optional.of(query.where() + ": no metric " + metric);
        }
        return query.labelValues(metric).entrySet().stream()
                .filter(label -> !ADDED.contains(label.getKey()))
                .flatMap(label -> label.getValue().stream().map(value -> label.getKey() + "=\"" + value + "\""))
                .filter(label ->
                        named.stream().noneMatch(one -> one.matches(".*[{,]" + Pattern.quote(label) + "[,}].*")))
                .map(label -> query.where() + ": no " + metric + " with " + label)
                .findFirst();
    }

    /** A real Prometheus scrapes the application, loads the alerts and answers what the dashboard and the scaler ask. */
    @Test
    void aRealPrometheusAnswersEveryQuery() throws Exception {
        PrometheusTools tools = PrometheusTools.orSkip();
        try (RunningApplication application = RunningApplication.start(folder)) {
            served(application);
            int port = freePort();
            Path configuration = Files.writeString(folder.resolve("prometheus.yaml"), """
                    global: { scrape_interval: 1s, evaluation_interval: 1s }
                    rule_files: [ "%s" ]
                    scrape_configs:
                      - job_name: dragoman
                        static_configs:
                          - targets: [ "127.0.0.1:%d" ]
                            labels: { namespace: test, pod: dragoman-0 }
                    """.formatted(
                    PrometheusTools.rules(folder, manifests.get("PrometheusRule", "dragoman")), application.port()));
            try (Child prometheus = Child.start(
                    folder.resolve("prometheus.log"),
                    List.of(
                            tools.prometheus(),
                            "--config.file=" + configuration,
                            "--storage.tsdb.path=" + folder.resolve("tsdb"),
                            "--web.listen-address=127.0.0.1:" + port))) {
                assertThat(prometheus.process().isAlive()).isTrue();
                for (Query query : Query.in(manifests)) {
                    assertThatItIsAnswered(port, query);
                }
                Awaitility.await()
                        .atMost(SOON)
                        .untilAsserted(() -> assertThat(api(port, "rules").findValuesAsText("health"))
                                .hasSize(5)
                                .containsOnly("ok"));
            }
        }
    }

    /** Alerts and scaler ask for what should not be: their metrics must be known, not their conditions met. */
    private void assertThatItIsAnswered(int port, Query query) {
        boolean condition =
                query.where().startsWith("Dragoman") || query.where().equals("KEDA");
        List<String> expressions = condition ? List.copyOf(query.metrics()) : List.of(query.expression());
        for (String expression : expressions) {
            Awaitility.await(query.where() + ": " + expression)
                    .atMost(SOON)
                    .until(() -> !api(port, "query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8))
                            .at("/data/result")
                            .isEmpty());
        }
    }

    private static JsonNode api(int port, String path) throws IOException {
        Optional<String> answer = RunningApplication.get(port, "/api/v1/" + path);
        return new JsonMapper().readTree(answer.orElse("{}"));
    }

    @Test
    void probesAndMonitorAskTheApplicationsOwnPaths() {
        JsonNode container = new Workload(manifests.get("StatefulSet", "dragoman")).container();

        assertThat(container.at("/startupProbe/httpGet/path").asText()).isEqualTo(ManagementServer.STARTUP);
        assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo(ManagementServer.READY);
        assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo(ManagementServer.LIVE);
        assertThat(manifests
                        .get("PodMonitor", "dragoman")
                        .at("/spec/podMetricsEndpoints/0/path")
                        .asText())
                .isEqualTo(ManagementServer.METRICS);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
