package io.dragoman.stream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dragoman.engine.GeneratedHypothesis;
import io.dragoman.engine.GenerationRequest;
import io.dragoman.engine.Outcome;
import io.dragoman.engine.schedule.BatchScheduler;
import io.dragoman.engine.schedule.SchedulerOptions;
import io.dragoman.stream.config.ConfigurationReader;
import io.dragoman.stream.config.DragomanConfiguration;
import io.dragoman.stream.demo.DemoParts;
import io.dragoman.stream.embedded.EmbeddedBroker;
import io.dragoman.stream.route.RouteTable;
import io.dragoman.stream.tracing.Tracing;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which record of each partition waits, where and for how long, as console and metrics of the whole application tell it. */
@Timeout(240)
class OldestWaitingTest {
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final String METRIC = "dragoman_oldest_waiting_seconds";

    @TempDir
    Path folder;

    /** The registry does not tell how to read the record, so its thread stands still within its poll. */
    @Test
    void aRecordThatIsStuckIsShownWithItsOffsetAndAgeUntilItIsServed() throws Exception {
        try (EmbeddedBroker broker = withTwoPartitions();
                MoodyRegistry registry = new MoodyRegistry(MoodyRegistry.Mood.ANSWERS)) {
            DragomanConfiguration configuration = ConfigurationReader.read(
                    Monitored.write(folder, broker.bootstrapServers(), 0),
                    Map.of(
                            "DRAGOMAN_SCHEMA_REGISTRY_URL",
                            registry.url(),
                            "DRAGOMAN_SCHEMA_REGISTRY_HTTP_READ_TIMEOUT_MS",
                            "200000"));
            try (DemoParts.Running application = new DemoWiring().start(configuration, (p, o, b) -> {});
                    Monitored monitored = new Monitored(broker, application.managementPort())) {
                aborted(broker, monitored); // offsets 0 to 2
                send(monitored, 1, "a b c", 0); // 3
                await().atMost(SOON).until(() -> monitored.count("out") == 1);
                aborted(broker, monitored); // 4 to 6
                assertThatNothingWaits(monitored);

                registry.set(MoodyRegistry.Mood.SILENT);
                monitored.send(new ProducerRecord<>("in", 1, minutesAgo(1), null, ofAnotherSchema(monitored, "stuck")));
                await().atMost(SOON).until(() -> registry.waiting() > 0);
                await("within its poll, not after")
                        .atMost(Duration.ofSeconds(20))
                        .until(() -> !oldest(monitored, 1).isNull());
                JsonNode stuck = oldest(monitored, 1);
                assertThat(stuck.path("offset").asLong()).isEqualTo(7);
                assertThat(stuck.path("seconds").asDouble()).isBetween(60.0, 60.0 + SOON.toSeconds());
                assertThat(stuck.path("atLeast").asBoolean()).isFalse();
                await().atMost(SOON)
                        .until(() -> oldest(monitored, 1).path("seconds").asDouble()
                                >= stuck.path("seconds").asDouble() + 2);
                assertThat(oldest(monitored, 1).path("offset").asLong()).isEqualTo(7);
                assertThat(oldest(monitored, 0).isNull()).isTrue();
                assertThat(partition(monitored, 1).path("records").asLong()).isEqualTo(1);
                assertThat(monitored.scrape().sum(METRIC))
                        .isGreaterThan(stuck.path("seconds").asDouble());
                assertThat(monitored.scrape().sum("dragoman_backlog_records")).isEqualTo(1);
                assertThat(live(monitored).toString()).doesNotContain("stuck");

                registry.set(MoodyRegistry.Mood.ANSWERS);
                await().atMost(SOON).until(() -> monitored.count("out") == 2);
                assertThatNothingWaits(monitored);
            }
        }
    }

    /** One stream thread has both partitions: while a model holds up the one, the other is not even polled. */
    @Test
    void aPartitionThatWaitsForAnotherIsShownToo() throws Exception {
        Turnstile model = new Turnstile(2);
        try (EmbeddedBroker broker = withTwoPartitions();
                Instance instance = Instance.start(broker, folder, "one", model, Map.of())) {
            Monitored monitored = instance.http();
            sendToBoth(monitored);
            await().atMost(SOON).until(() -> monitored.count("out") == 2);
            assertThatNothingWaits(monitored);

            send(monitored, 1, "held up", 2);
            await().atMost(SOON).until(() -> oldest(monitored, 1).path("offset").asLong() == 1);
            for (int i = 0; i < 3; i++) {
                send(monitored, 0, "behind it", 10);
            }
            await().atMost(SOON).until(() -> !oldest(monitored, 0).isNull());
            assertThat(oldest(monitored, 0).path("offset").asLong()).isEqualTo(1);
            assertThat(oldest(monitored, 0).path("atLeast").asBoolean()).isTrue();
            assertThat(partition(monitored, 0).path("records").asLong()).isEqualTo(3);
            assertThat(oldest(monitored, 1).path("atLeast").asBoolean()).isFalse();
            assertThat(live(monitored).at("/partitions/0/partition").asInt())
                    .as("waits longest")
                    .isEqualTo(1);

            model.let(1);
            await().atMost(SOON).until(() -> oldest(monitored, 1).isNull());
            await("polled now, and as old as it is")
                    .atMost(SOON)
                    .until(() -> oldest(monitored, 0).path("seconds").asDouble() >= 600);
            assertThat(oldest(monitored, 0).path("offset").asLong()).isEqualTo(1);
            model.let(3);
            await().atMost(SOON).until(() -> monitored.count("out") == 6);
            assertThatNothingWaits(monitored);
        }
    }

    /** A thread that has much to do polls every 2 s here, so that a rebalance finds records that were polled and not served. */
    @Test
    void aPartitionThatAnotherInstanceTakesVanishesHere() throws Exception {
        Map<String, String> hasty = Map.of(
                "DRAGOMAN_KAFKA_MAX_POLL_INTERVAL_MS", "4000",
                "DRAGOMAN_ENGINE_BATCH_DEADLINE", "500ms",
                "DRAGOMAN_ENGINE_WAIT", "1s");
        Turnstile model = new Turnstile(2);
        try (EmbeddedBroker broker = withTwoPartitions();
                Instance first = Instance.start(broker, folder, "first", model, hasty)) {
            sendToBoth(first.http());
            await().atMost(SOON).until(() -> first.http().count("out") == 2);
            for (int i = 0; i < 500; i++) {
                sendToBoth(first.http());
            }
            await().atMost(SOON).until(() -> {
                model.let(1);
                return waiting(first.http()).equals(Set.of(0, 1));
            });
            try (Instance second = Instance.start(broker, folder, "second", model, hasty)) {
                await().atMost(SOON).during(Duration.ofSeconds(3)).until(() -> {
                    model.let(1);
                    Set<Integer> here = waiting(first.http());
                    Set<Integer> there = waiting(second.http());
                    return here.size() == 1 && there.size() == 1 && !here.equals(there);
                });
                model.let(1_000_000);
            }
        }
    }

    private static EmbeddedBroker withTwoPartitions() {
        EmbeddedBroker broker = EmbeddedBroker.start();
        broker.createTopics(Map.of("in", 2, "out", 1, "dead", 1), SOON);
        return broker;
    }

    /** A model that serves a sentence for each that is let through. */
    private static final class Turnstile {
        private final Semaphore gate;

        Turnstile(int open) {
            gate = new Semaphore(open);
        }

        void let(int sentences) {
            gate.release(sentences);
        }

        List<Outcome> generate(List<GenerationRequest> requests) {
            gate.acquireUninterruptibly(requests.size());
            return requests.stream()
                    .<Outcome>map(request ->
                            new Outcome.Generated(List.of(new GeneratedHypothesis(request.text(), 0)), Set.of()))
                    .toList();
        }
    }

    /** What {@code run} starts, with any model, ready or not. */
    private record Instance(BatchScheduler scheduler, Monitor monitor, DragomanApp app, Monitored http)
            implements AutoCloseable {
        static Instance start(
                EmbeddedBroker broker, Path folder, String name, Turnstile model, Map<String, String> settings)
                throws IOException {
            Map<String, String> variables = new HashMap<>(settings);
            variables.put("DRAGOMAN_KAFKA_STATE_DIR", folder.resolve(name).toString());
            DragomanConfiguration configuration =
                    ConfigurationReader.read(Monitored.write(folder, broker.bootstrapServers(), 0), variables);
            BatchScheduler scheduler = new BatchScheduler(model::generate, new SchedulerOptions(1, 4096, 16, 1));
            RouteTable routes = new RouteTable(List.of(Monitored.route(scheduler)));
            Monitor monitor = Monitor.start(configuration);
            DragomanApp app = new DragomanApp(configuration, () -> routes, monitor.records(), monitor, Tracing.OFF);
            app.start();
            return new Instance(scheduler, monitor, app, new Monitored(broker, monitor.port()));
        }

        @Override
        public void close() {
            http.close();
            app.close();
            scheduler.close();
            monitor.close();
        }
    }

    private static long minutesAgo(int minutes) {
        return System.currentTimeMillis() - Duration.ofMinutes(minutes).toMillis();
    }

    private static void send(Monitored monitored, int partition, String text, int minutesOld) {
        monitored.send(new ProducerRecord<>("in", partition, minutesAgo(minutesOld), null, monitored.value(text)));
        monitored.flush();
    }

    private static void sendToBoth(Monitored monitored) {
        send(monitored, 0, "text", 0);
        send(monitored, 1, "text", 0);
    }

    /** A value whose schema nobody has asked for yet. */
    private static byte[] ofAnotherSchema(Monitored monitored, String text) {
        byte[] value = monitored.value(text);
        value[4] = 77; // the last byte of the schema's id
        return value;
    }

    /** Two records that nobody may read, and a marker. */
    private static void aborted(EmbeddedBroker broker, Monitored monitored) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "aborts");
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            for (int i = 0; i < 2; i++) {
                var unused = producer.send(
                        new ProducerRecord<>("in", 1, minutesAgo(99), null, monitored.value("never said")));
            }
            producer.flush();
            producer.abortTransaction();
        }
    }

    private static JsonNode live(Monitored monitored) throws IOException, InterruptedException {
        return MAPPER.readTree(monitored.get("/console/api/live").body());
    }

    private static JsonNode partition(Monitored monitored, int partition) throws IOException, InterruptedException {
        for (JsonNode shown : live(monitored).path("partitions")) {
            if (shown.path("partition").asInt() == partition) {
                return shown;
            }
        }
        return MAPPER.createObjectNode().putNull("oldest");
    }

    private static JsonNode oldest(Monitored monitored, int partition) throws IOException, InterruptedException {
        return partition(monitored, partition).path("oldest");
    }

    /** The partitions of which a record waits. */
    private static Set<Integer> waiting(Monitored monitored) throws IOException, InterruptedException {
        Set<Integer> waiting = new TreeSet<>();
        for (JsonNode shown : live(monitored).path("partitions")) {
            if (!shown.path("oldest").isNull()) {
                waiting.add(shown.path("partition").asInt());
            }
        }
        return waiting;
    }

    private static void assertThatNothingWaits(Monitored monitored) {
        await().atMost(SOON)
                .until(() -> live(monitored).path("partitions").size() == 2
                        && waiting(monitored).isEmpty()
                        && monitored.scrape().sum(METRIC) == 0
                        && monitored.scrape().sum("dragoman_backlog_records") == 0);
    }
}
