package io.dragoman.stream.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dragoman.stream.config.ConfigurationReader;
import io.dragoman.stream.config.DragomanConfiguration;
import io.dragoman.stream.embedded.EmbeddedBroker;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.streams.KafkaStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What the probes say of the whole application, over HTTP, when something really is wrong with it, and when something only looks so. */
@Timeout(180)
class HealthTest {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String LIVE = "/health/live";
    private static final String READY = "/health/ready";

    /** No answer for 4 s is unreachable. */
    private static final Map<String, String> QUICK =
            Map.of("DRAGOMAN_KAFKA_HEARTBEAT_INTERVAL_MS", "800", "DRAGOMAN_KAFKA_SESSION_TIMEOUT_MS", "6000");

    private static final Duration LONGER = Duration.ofSeconds(5);

    @TempDir
    Path folder;

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aStuckInferenceIsNoLifeWhileItLasts() throws Exception {
        Map<String, String> settings = Map.of(
                "DRAGOMAN_MODELS", SlowBundle.write(folder.resolve("slow")).toString(),
                "DRAGOMAN_ENGINE_BATCH_DEADLINE", "400ms",
                "DRAGOMAN_ENGINE_WAIT", "800ms");
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                Application application = start(broker, settings)) {
            application.http().send("a b c");
            await().atMost(SOON).until(() -> application.http().count("out") == 1);
            assertThat(application.status(LIVE)).isEqualTo(200);

            application.http().send("abcdefghijkl".repeat(5));
            application.awaitDown(LIVE, "inference", "longest running batch \\d+ ms, limit 2400 ms");
            assertThat(application.status(READY)).isEqualTo(200);
            await().atMost(SOON).until(() -> application.status(LIVE) == 200);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aThreadThatDoesNotPollIsNoLifeUntilItDoes() throws Exception {
        Map<String, String> settings = Map.of(
                "DRAGOMAN_KAFKA_MAX_POLL_INTERVAL_MS", "2000",
                "DRAGOMAN_ENGINE_BATCH_DEADLINE", "500ms",
                "DRAGOMAN_ENGINE_WAIT", "1s");
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                MoodyRegistry registry = new MoodyRegistry(MoodyRegistry.Mood.SILENT);
                Application application = start(broker, with(registry, settings))) {
            assertThat(application.status(LIVE)).isEqualTo(200);

            application.http().send("a b c");
            application.awaitDown(LIVE, "polls", "last poll [2-9] s ago, limit 2.0 s");
            registry.set(MoodyRegistry.Mood.ANSWERS);
            await().atMost(SOON).until(() -> application.status(LIVE) == 200);
            await().atMost(SOON).until(() -> application.http().count("out") == 1);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aDeadThreadThatNothingReplacesIsNoLife() throws Exception {
        UnaryOperator<AppListener> noMoreThreads = monitor -> new AppListener() {
            @Override
            public void started(KafkaStreams streams) {
                monitor.started(streams);
            }

            @Override
            public void threadDied(String why) {
                monitor.threadDied(why);
                throw new OutOfMemoryError("unable to create native thread"); // as the start of its successor does
            }
        };
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                MoodyRegistry registry = new MoodyRegistry(MoodyRegistry.Mood.REFUSES);
                Application application = Application.start(
                        broker, configuration(broker, "state", with(registry, Map.of())), noMoreThreads)) {
            await().atMost(SOON)
                    .until(() -> application.http().get(READY).body().contains("RUNNING"));
            assertThat(application.status(LIVE)).isEqualTo(200);

            application.http().send("a b c");
            application.awaitDown(LIVE, "threads", "0 of 1, one died of .*503.*");
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void threadsThatDiedOfWhatWaitingDoesNotMendAreNoLife() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
                Application application = start(broker, Map.of("DRAGOMAN_KAFKA_METADATA_MAX_AGE_MS", "500"))) {
            admin.deleteTopics(List.of("in")).all().get();
            application.awaitDown(LIVE, "streams", "(PENDING_)?ERROR");
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aThreadThatWasReplacedIsForgotten() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                MoodyRegistry registry = new MoodyRegistry(MoodyRegistry.Mood.REFUSES);
                Application application = start(broker, with(registry, QUICK))) {
            application.http().send("a b c");
            await().atMost(SOON).until(() -> application.http().get(LIVE).body().contains("one died of"));
            registry.set(MoodyRegistry.Mood.ANSWERS);
            application.isWellUntil(() -> application.http().count("out") == 1);
            application.isWellFor(LONGER);
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void anUnreachableBrokerIsNotReadyAndStillAlive() throws Exception {
        EmbeddedBroker broker = EmbeddedBroker.start();
        try (broker;
                Application application = start(broker, QUICK)) {
            broker.close();
            application.awaitDown(READY, "broker", "last answer \\d+\\.\\d s ago, limit 4.0 s");
            long since = System.nanoTime();
            await().atMost(SOON).until(() -> {
                assertThat(application.status(LIVE)).isEqualTo(200);
                assertThat(application.status(READY)).isEqualTo(503);
                return System.nanoTime() - since > LONGER.toNanos();
            });
        }
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void aRebalanceThatWaitsForAMemberIsNeitherUnreadyNorDead() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start();
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
                MoodyRegistry registry = new MoodyRegistry(MoodyRegistry.Mood.ANSWERS);
                MoodyRegistry silent = new MoodyRegistry(MoodyRegistry.Mood.SILENT)) {
            broker.createTopics(Map.of("in", 2, "out", 1, "dead", 1), SOON);
            try (Application first = start(broker, "first", with(registry, QUICK));
                    Application slow = start(broker, "slow", with(silent, QUICK))) {
                await().atMost(SOON).until(() -> isStable(admin, 2));
                for (int partition = 0; partition < 2; partition++) {
                    slow.http()
                            .send(new ProducerRecord<>(
                                    "in", partition, null, slow.http().value("a b c")));
                }
                await().atMost(SOON).until(() -> silent.waiting() > 0);
                try (Application third =
                        Application.start(broker, configuration(broker, "third", with(registry, QUICK)), all -> all)) {
                    await().atMost(SOON).until(() -> group(admin).groupState() == GroupState.PREPARING_REBALANCE);
                    first.isWellFor(LONGER);
                    assertThat(group(admin).groupState())
                            .as("the rebalance still waits")
                            .isEqualTo(GroupState.PREPARING_REBALANCE);
                    silent.set(MoodyRegistry.Mood.ANSWERS);
                    first.isWellUntil(() -> isStable(admin, 3) && first.http().count("out") == 2);
                    assertThat(third.status(LIVE)).isEqualTo(200);
                }
                first.isWellUntil(() -> isStable(admin, 2));
                first.isWellFor(LONGER);
            }
        }
    }

    private static boolean isStable(Admin admin, int members) throws Exception {
        ConsumerGroupDescription group = group(admin);
        return group.groupState() == GroupState.STABLE && group.members().size() == members;
    }

    private static ConsumerGroupDescription group(Admin admin) throws Exception {
        return admin.describeConsumerGroups(List.of("monitored"))
                .all()
                .get()
                .values()
                .iterator()
                .next();
    }

    private static Map<String, String> with(MoodyRegistry registry, Map<String, String> settings) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("DRAGOMAN_SCHEMA_REGISTRY_URL", registry.url());
        all.put("DRAGOMAN_SCHEMA_REGISTRY_HTTP_READ_TIMEOUT_MS", "60000");
        return all;
    }

    private Application start(EmbeddedBroker broker, Map<String, String> settings) throws Exception {
        return start(broker, "state", settings);
    }

    /** An application that is ready. */
    private Application start(EmbeddedBroker broker, String name, Map<String, String> settings) throws Exception {
        Application application = Application.start(broker, configuration(broker, name, settings), all -> all);
        await().atMost(SOON).until(() -> application.status(READY) == 200);
        return application;
    }

    private DragomanConfiguration configuration(EmbeddedBroker broker, String name, Map<String, String> settings)
            throws IOException {
        Map<String, String> variables = new HashMap<>(settings);
        variables.put("DRAGOMAN_KAFKA_STATE_DIR", folder.resolve(name).toString());
        return ConfigurationReader.read(Monitored.write(folder, broker.bootstrapServers(), 0), variables);
    }

    /** What {@code run} starts, without the end of the process. */
    private record Application(Monitor monitor, LoadedModels models, DragomanApp app, Monitored http)
            implements AutoCloseable {
        static Application start(
                EmbeddedBroker broker, DragomanConfiguration configuration, UnaryOperator<AppListener> listening) {
            Monitor monitor = Monitor.start(configuration);
            LoadedModels models = LoadedModels.load(
                    configuration.models(), configuration.engine(), monitor.batches(), monitor.tracing());
            DragomanApp app = new DragomanApp(
                    configuration, models::routes, monitor.records(), listening.apply(monitor), monitor.tracing());
            app.start();
            return new Application(monitor, models, app, new Monitored(broker, monitor.port()));
        }

        int status(String path) throws IOException, InterruptedException {
            return http.get(path).statusCode();
        }

        /** Waits until a probe fails, and by this check and no other. */
        void awaitDown(String path, String check, String detail) {
            await().atMost(SOON).until(() -> status(path) == 503);
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(http.get(path).body())
                            .contains("\"DOWN\"")
                            .containsPattern(
                                    "\\{\"name\":\"" + check + "\",\"healthy\":false,\"detail\":\"" + detail + "\"")
                            .doesNotContainPattern("\"name\":\"(?!" + check + ")\\w+\",\"healthy\":false"));
        }

        void isWellFor(Duration time) {
            long end = System.nanoTime() + time.toNanos();
            isWellUntil(() -> System.nanoTime() > end);
        }

        void isWellUntil(Callable<Boolean> end) {
            await().atMost(SOON).until(() -> {
                assertThat(http.get(READY))
                        .satisfies(answer -> assertThat(answer.statusCode())
                                .as(answer.body())
                                .isEqualTo(200));
                assertThat(http.get(LIVE))
                        .satisfies(answer -> assertThat(answer.statusCode())
                                .as(answer.body())
                                .isEqualTo(200));
                return end.call();
            });
        }

        @Override
        public void close() {
            http.close();
            app.close();
            models.close();
            monitor.close();
        }
    }
}
