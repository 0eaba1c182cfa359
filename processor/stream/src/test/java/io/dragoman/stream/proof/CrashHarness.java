package io.dragoman.stream.proof;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** A broker in a process of its own, an application that is killed again and again, and a reader that counts. */
final class CrashHarness implements AutoCloseable {
    static final String INPUT = "sentences";
    static final String OUTPUT = "translations";
    static final String DEAD_LETTERS = "dead-letters";
    static final int PARTITIONS = 4;

    private static final Duration RESUME_LIMIT = Duration.ofSeconds(90);

    private final ChildJvm broker;
    private final String bootstrapServers;
    private final Admin admin;
    private final Random random = new Random(17);

    CrashHarness(Path directory) throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        bootstrapServers = "127.0.0.1:" + port;
        broker = ChildJvm.start(
                directory.resolve("broker.log"),
                List.of("-Xmx512m"),
                BrokerMain.class.getName(),
                List.of(Integer.toString(port), directory.toString()));
        admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers));
        createTopics();
    }

    /** Members of the application's consumer group that hold partitions, by client id. */
    Map<String, Integer> members(String group) throws Exception {
        Map<String, Integer> partitions = new HashMap<>();
        admin.describeConsumerGroups(List.of(group))
                .all()
                .get(30, TimeUnit.SECONDS)
                .values()
                .forEach(described -> described
                        .members()
                        .forEach(member -> partitions.put(
                                member.clientId(),
                                member.assignment().topicPartitions().size())));
        return partitions;
    }

    Admin admin() {
        return admin;
    }

    String bootstrapServers() {
        return bootstrapServers;
    }

    /** Starts the application under test. */
    interface Launcher {
        ChildJvm launch();
    }

    /**
     * What a run of kills showed.
     *
     * @param resumed milliseconds from each kill to the first output that the next process wrote
     */
    record Verdict(int records, int kills, int lost, int doubled, int outOfOrder, int deadLetters, List<Long> resumed) {
        long medianResumed() {
            List<Long> sorted = resumed.stream().sorted().toList();
            return sorted.get(sorted.size() / 2);
        }

        @Override
        public String toString() {
            return "%d records, %d kills: %d lost, %d doubled, %d out of order, %d dead letters; resumed after ms %s, median %d"
                    .formatted(records, kills, lost, doubled, outOfOrder, deadLetters, resumed, medianResumed());
        }
    }

    /** Kills the application {@code kills} times while at least {@code least} records pass, and counts. */
    Verdict run(Launcher launcher, int kills, int least, int perSecond, IntFunction<byte[]> value) throws Exception {
        List<Long> resumed = new ArrayList<>();
        try (Tally tally = new Tally(bootstrapServers, OUTPUT, PARTITIONS);
                Feed feed = new Feed(bootstrapServers, PARTITIONS, least, perSecond, value)) {
            ChildJvm application = launcher.launch();
            try {
                awaitOutput(tally, application, Map.of());
                for (int kill = 0; kill < kills; kill++) {
                    readFor(tally, Duration.ofMillis(100 + random.nextInt(900)));
                    application.kill();
                    long killed = System.nanoTime();
                    Map<TopicPartition, Long> ends = logEnds(admin, OUTPUT);
                    application.close();
                    application = launcher.launch();
                    awaitOutput(tally, application, ends);
                    resumed.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - killed));
                }
                feed.hurry();
                int records = feed.await();
                tally.readAll(records, Duration.ofSeconds(20));
                application.terminate(60);
                tally.readToEnd();
                return new Verdict(
                        records,
                        kills,
                        records - tally.distinct(),
                        tally.doubled(),
                        tally.outOfOrder(),
                        (int) logEnds(admin, DEAD_LETTERS).values().stream()
                                .mapToLong(Long::longValue)
                                .sum(),
                        List.copyOf(resumed));
            } finally {
                application.close();
            }
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(1));
        try {
            broker.terminate(30);
        } finally {
            broker.close();
        }
    }

    static void awaitOutput(Tally tally, ChildJvm application, Map<TopicPartition, Long> ends) {
        long deadline = System.nanoTime() + RESUME_LIMIT.toNanos();
        while (!tally.readBeyond(ends, Duration.ofSeconds(1))) {
            if (!application.isAlive() || System.nanoTime() > deadline) {
                throw new AssertionError("no output, waited at most " + RESUME_LIMIT + "; " + application.tail());
            }
        }
    }

    static void readFor(Tally tally, Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            tally.read(Duration.ofMillis(20));
        }
    }

    /** Where the log ends, uncommitted records included: what lies beyond was written later. */
    static Map<TopicPartition, Long> logEnds(Admin admin, String topic) throws Exception {
        Map<TopicPartition, OffsetSpec> wanted = new HashMap<>();
        IntStream.range(0, PARTITIONS)
                .forEach(partition -> wanted.put(new TopicPartition(topic, partition), OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        admin.listOffsets(wanted)
                .all()
                .get(30, TimeUnit.SECONDS)
                .forEach((partition, end) -> ends.put(partition, end.offset()));
        return ends;
    }

    private void createTopics() {
        List<NewTopic> topics = List.of(INPUT, OUTPUT, DEAD_LETTERS).stream()
                .map(topic -> new NewTopic(topic, PARTITIONS, (short) 1))
                .toList();
        createTopics(admin, topics);
        awaitTopics(bootstrapServers, List.of(INPUT, OUTPUT, DEAD_LETTERS));
    }

    /** A request whose answer was late is sent again, and then finds what it has created. */
    static void createTopics(Admin admin, List<NewTopic> topics) {
        retried().until(() -> {
            try {
                admin.createTopics(topics).all().get(30, TimeUnit.SECONDS);
                return true;
            } catch (ExecutionException e) {
                if (e.getCause() instanceof TopicExistsException) {
                    return true;
                }
                throw e;
            }
        });
    }

    /** Waits until every partition has a leader that answers: a producer that starts before may lose its sequence. */
    static void awaitTopics(String bootstrapServers, List<String> topics) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
            retried().until(() -> {
                for (String topic : topics) {
                    logEnds(admin, topic);
                }
                return true;
            });
        }
    }

    private static ConditionFactory retried() {
        return Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .ignoreExceptionsMatching(e -> e instanceof TimeoutException
                        || (e instanceof ExecutionException && e.getCause() instanceof RetriableException));
    }
}
