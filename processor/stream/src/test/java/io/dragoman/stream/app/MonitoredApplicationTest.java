package io.dragoman.stream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dragoman.engine.GeneratedHypothesis;
import io.dragoman.engine.GenerationRequest;
import io.dragoman.engine.Outcome;
import io.dragoman.engine.Reason;
import io.dragoman.engine.schedule.BatchScheduler;
import io.dragoman.engine.schedule.SchedulerOptions;
import io.dragoman.stream.config.DragomanConfiguration;
import io.dragoman.stream.demo.DemoParts;
import io.dragoman.stream.embedded.EmbeddedBroker;
import io.dragoman.stream.metrics.Scrape;
import io.dragoman.stream.route.RouteTable;
import io.dragoman.stream.tracing.Tracing;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Health and metrics of the whole application over a real broker. */
class MonitoredApplicationTest {
    private static final Duration SOON = Duration.ofSeconds(90);

    @TempDir
    Path folder;

    @Test
    void aScrapeTellsWhatBecameOfTheRecordsAndTheirBatches() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                DemoParts.Running application =
                        new DemoWiring().start(Monitored.configuration(folder, broker, ""), (p, o, b) -> {});
                Monitored monitored = new Monitored(broker, application.managementPort())) {
            await().atMost(SOON).until(() -> monitored.get("/health/ready").statusCode() == 200);
            assertThat(monitored.get("/health/startup").statusCode()).isEqualTo(200);
            assertThat(monitored.get("/health/ready").body()).contains("limit 15.0 s");
            assertThat(monitored.scrape().sum("dragoman_records_total")).isZero();
            assertThat(monitored.scrape().sum("dragoman_batch_size_count", "model", "tiny-reversal"))
                    .as("the warm-up is not counted")
                    .isZero();

            for (int i = 0; i < 300; i++) {
                monitored.send("a sentence of number " + i);
            }
            for (int i = 0; i < 7; i++) {
                monitored.sendBytes(new byte[] {9, 9, 9});
            }
            for (int i = 0; i < 3; i++) {
                monitored.send("");
            }
            monitored.sendTo("another-model", "which model?");
            await().atMost(SOON).until(() -> monitored.scrape().sum("dragoman_records_total") == 311);

            Scrape scrape = monitored.scrape();
            assertThat(scrape.sum("dragoman_records_total", "outcome", "generated", "reason", "GENERATED"))
                    .isEqualTo(300);
            assertThat(scrape.sum("dragoman_records_total", "outcome", "rejected", "reason", "UNDECODABLE"))
                    .isEqualTo(7);
            assertThat(scrape.sum("dragoman_records_total", "outcome", "rejected", "reason", "EMPTY_TEXT"))
                    .isEqualTo(3);
            assertThat(scrape.sum("dragoman_records_total", "outcome", "rejected", "reason", "UNKNOWN_MODEL"))
                    .isEqualTo(1);
            assertThat(scrape.sum("dragoman_records_total", "outcome", "failed"))
                    .isZero();
            await("dead letters, once committed").atMost(SOON).until(() -> monitored.count("dead") == 11);
            assertThatTheBatchesAreMeasured(scrape);
            assertThatTheProcessIsMeasured(scrape);
            assertThatEveryMeterIsDocumented(scrape);
            assertThat(scrape.samples().keySet()).noneMatch(series -> series.contains("sentence of number"));
            await().atMost(SOON).until(() -> monitored.scrape().sum("dragoman_backlog_records") == 0);
            assertThat(monitored.get("/health/live").body()).contains("\"UP\"", "longest running batch 0 ms");
        }
    }

    private static void assertThatTheBatchesAreMeasured(Scrape scrape) {
        String[] model = {"model", "tiny-reversal"};
        assertThat(scrape.sum("dragoman_batch_size_sum", model)).isEqualTo(300);
        double batches = scrape.sum("dragoman_batch_size_count", model);
        assertThat(batches).isBetween(300 / 64.0, 300.0);
        for (String part : List.of("encode", "decode", "total")) {
            assertThat(scrape.sum("dragoman_batch_" + part + "_seconds_count", model))
                    .isEqualTo(batches);
        }
        double parts = scrape.sum("dragoman_batch_encode_seconds_sum", model)
                + scrape.sum("dragoman_batch_decode_seconds_sum", model);
        assertThat(parts).isPositive().isLessThanOrEqualTo(scrape.sum("dragoman_batch_total_seconds_sum", model));
        assertThat(scrape.sum("dragoman_tokens_source_total", model)).isGreaterThan(300);
        assertThat(scrape.sum("dragoman_tokens_target_total", model)).isGreaterThanOrEqualTo(300);
        assertThat(scrape.sum("dragoman_tokens_padding_total", model)).isNotNegative();
        assertThat(scrape.sum("dragoman_record_latency_seconds_count")).isEqualTo(311);
        assertThat(scrape.sum("dragoman_record_wait_seconds_count")).isEqualTo(303);
        assertThat(scrape.sum("dragoman_lookahead_total")).isEqualTo(303);
        assertThat(scrape.sum("dragoman_lookahead_total", "result", "hit")).isPositive();
        assertThat(scrape.sum("dragoman_queue_depth", model)).isZero();
        assertThat(scrape.sum("dragoman_model_info", "model", "tiny-reversal", "device", "cpu"))
                .isEqualTo(1);
    }

    private static void assertThatTheProcessIsMeasured(Scrape scrape) {
        double heap = scrape.sum("jvm_memory_used_bytes", "area", "heap");
        assertThat(scrape.sum("dragoman_process_resident_bytes")).isGreaterThan(heap);
        assertThat(scrape.names()).anyMatch(name -> name.startsWith("kafka_stream_thread_commit_latency"));
        assertThat(scrape.names()).anyMatch(name -> name.startsWith("kafka_consumer_fetch_manager_"));
    }

    /** docs/metrics.md names the application's own meters, all of them and no others. */
    private static void assertThatEveryMeterIsDocumented(Scrape scrape) throws IOException {
        String document = Files.readString(Path.of(System.getProperty("dragoman.root", "../.."), "docs/metrics.md"));
        Set<String> documented = Pattern.compile("`(dragoman_\\w+)")
                .matcher(document)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> own = scrape.names().stream()
                .filter(name -> name.startsWith("dragoman_"))
                .map(name -> name.replaceFirst("_(bucket|sum|count|max)$", ""))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(documented).isEqualTo(own);
        for (Reason reason : Reason.values()) {
            assertThat(document.contains("`" + reason + "`"))
                    .as(reason.name())
                    .isEqualTo(reason != Reason.CANCELLED
                            && reason != Reason.TARGET_TOO_LONG
                            && reason != Reason.UNKNOWN_LABEL);
        }
    }

    /** A model that takes 20 ms a batch, and waits at a gate for the text "gate". */
    private static final class SlowModel {
        final CountDownLatch gate = new CountDownLatch(1);

        List<Outcome> generate(List<GenerationRequest> requests) {
            try {
                TimeUnit.MILLISECONDS.sleep(20);
                if (requests.stream().anyMatch(request -> request.text().equals("gate"))) {
                    gate.await();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return requests.stream()
                    .<Outcome>map(request ->
                            new Outcome.Generated(List.of(new GeneratedHypothesis(request.text(), 0)), Set.of()))
                    .toList();
        }
    }

    @Test
    void theBacklogIsTimeAndAStuckInferenceIsNoLife() throws Exception {
        SlowModel model = new SlowModel();
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                BatchScheduler scheduler = new BatchScheduler(model::generate, new SchedulerOptions(4, 4096, 16, 1))) {
            aStuckInferenceIsNoLife(model, scheduler, broker, Monitored.configuration(folder, broker, """
                    engine: { batch-deadline: 500ms, max-batch-size: 4 }
                    """));
        }
    }

    private static void aStuckInferenceIsNoLife(
            SlowModel model, BatchScheduler scheduler, EmbeddedBroker broker, DragomanConfiguration configuration)
            throws Exception {
        RouteTable routes = new RouteTable(List.of(Monitored.route(scheduler)));
        try (Monitor monitor = Monitor.start(configuration);
                Monitored monitored = new Monitored(broker, monitor.port());
                DragomanApp app =
                        new DragomanApp(configuration, () -> routes, monitor.records(), monitor, Tracing.OFF)) {
            assertThat(monitored.get("/health/ready").body()).contains("\"DOWN\"", "not reached yet", "loading");
            assertThat(monitored.get("/health/startup").statusCode()).isEqualTo(503);
            assertThat(monitored.get("/health/live").statusCode()).isEqualTo(200);
            app.start();
            await().atMost(SOON).until(() -> monitored.get("/health/startup").statusCode() == 200);

            for (int i = 0; i < 1200; i++) {
                monitored.send("text " + i); // 200 a second, so 6 s
            }
            await().atMost(SOON).until(() -> monitored.scrape().sum("dragoman_rate_busy") > 0);
            Scrape busy = monitored.scrape();
            assertThat(busy.sum("dragoman_backlog_records")).isBetween(4.0, 1200.0);
            assertThat(busy.sum("dragoman_backlog_seconds")).isBetween(0.01, 600.0);
            await().atMost(SOON).until(() -> {
                double rate = monitored.scrape().sum("dragoman_rate_busy");
                return rate > 5 && rate < 220; // 4 every 20 ms at most; less on a busy machine
            });
            assertThat(monitored.get("/health/live").statusCode()).isEqualTo(200);
            await().atMost(SOON).until(() -> monitored.scrape().sum("dragoman_backlog_seconds") == 0);

            monitored.send("gate");
            await().atMost(SOON).until(() -> monitored.get("/health/live").statusCode() == 503);
            assertThat(monitored.get("/health/live").body())
                    .contains("{\"name\":\"inference\",\"healthy\":false", "limit 3000 ms");
            assertThat(monitored.get("/health/ready").statusCode()).isEqualTo(200);
            model.gate.countDown();
            await().atMost(SOON).until(() -> monitored.get("/health/live").statusCode() == 200);

            monitor.failed(new IllegalStateException("no more"));
            assertThat(monitored.get("/health/live").body()).contains("\"DOWN\"", "IllegalStateException: no more");
            assertThat(monitored.get("/health/startup").body()).contains("\"DOWN\"", "no more");
        }
    }

    @Test
    void stormsOfScrapesAndEndlessPostsDoNotStopTheStream() throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger scrapes = new AtomicInteger();
        try (ExecutorService hostile = Executors.newVirtualThreadPerTaskExecutor();
                EmbeddedBroker broker = EmbeddedBroker.start();
                DemoParts.Running application =
                        new DemoWiring().start(Monitored.configuration(folder, broker, ""), (p, o, b) -> {});
                Monitored monitored = new Monitored(broker, application.managementPort())) {
            try {
                for (int client = 0; client < 20; client++) {
                    var unusedScrapes = hostile.submit(() -> {
                        while (!over.get()) {
                            HttpResponse<String> answer = monitored.get("/metrics");
                            assertThat(answer.statusCode()).isIn(200, 503);
                            scrapes.incrementAndGet();
                        }
                        return 0;
                    });
                    var unusedPost = hostile.submit(() -> post(application.managementPort(), over));
                }
                for (int i = 0; i < 500; i++) {
                    monitored.send("a sentence of number " + i);
                }
                await().atMost(SOON).until(() -> monitored.count("out") == 500);
                await().atMost(SOON).until(() -> scrapes.get() > 100);
            } finally {
                over.set(true);
            }
            await().atMost(SOON).until(() -> monitored.get("/metrics").statusCode() == 200);
            assertThat(monitored.scrape().sum("dragoman_records_total", "outcome", "generated"))
                    .isEqualTo(500);
        }
    }

    /** Sends a body of 1 TiB as far as it gets, again and again. */
    private static int post(int port, AtomicBoolean over) throws IOException {
        byte[] block = new byte[1 << 16];
        int refused = 0;
        while (!over.get()) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                OutputStream out = socket.getOutputStream();
                out.write("POST /metrics HTTP/1.1\r\nHost: a\r\nContent-Length: 1099511627776\r\n\r\n"
                        .getBytes(StandardCharsets.US_ASCII));
                while (!over.get()) {
                    out.write(block);
                }
            } catch (IOException e) {
                refused++;
            }
        }
        return refused;
    }

    @Test
    void aTakenPortEndsTheRunWithAMessage() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Path file = Monitored.write(folder, "127.0.0.1:1", taken.getLocalPort());
            Monitored.Run run = Monitored.run("run", "--config", file.toString());

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.error())
                    .contains("error: The management port cannot listen on 127.0.0.1:" + taken.getLocalPort())
                    .contains("expected a free port: set management.port, or 0 for any");
        }
    }
}
