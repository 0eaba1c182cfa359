package io.dragoman.stream.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * One KRaft node, broker and controller at once, that listens on the loopback address only and keeps its data in a
 * fresh directory which {@link #close} deletes.
 *
 * <p>One running broker a process is the intended use. Every internal topic has one partition and one replica, and the
 * features of the release (transactions v2, streams groups) have their defaults.
 *
 * <p>Threading: {@link #close} may be called from any thread, also more than once; the rest only reads.
 */
public final class EmbeddedBroker implements AutoCloseable {

    /** The port value that asks for any free port. */
    public static final int ANY_PORT = 0;

    private static final String HOST = "127.0.0.1";

    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private final KafkaRaftServer server;
    private final Path directory;
    private final int port;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedBroker(KafkaRaftServer server, Path directory, int port) {
        this.server = server;
        this.directory = directory;
        this.port = port;
    }

    /** Starts a broker on a free port with its data under the system's temporary directory. */
    public static EmbeddedBroker start() {
        return start(ANY_PORT, Path.of(System.getProperty("java.io.tmpdir", "/tmp")));
    }

    /**
     * Starts a broker and returns when it accepts clients.
     *
     * @param port the port on 127.0.0.1, or {@link #ANY_PORT}
     * @param parent an existing, writable directory; the broker makes its own directory in it
     * @throws BrokerStartException if the port is taken, the directory is not writable or Kafka refuses to start
     */
    public static EmbeddedBroker start(int port, Path parent) {
        return start(port, parent, Map.of());
    }

    /**
     * As {@link #start(int, Path)}.
     *
     * @param settings keys of Kafka's broker, beside the broker's own and over them
     */
    public static EmbeddedBroker start(int port, Path parent, Map<String, String> settings) {
        int clientPort = reservePort(port);
        int controllerPort = reservePort(ANY_PORT);
        Path directory = makeDirectory(parent);
        KafkaRaftServer server = null;
        try {
            format(directory);
            Properties properties = properties(clientPort, controllerPort, directory);
            properties.putAll(settings);
            server = new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
            server.startup();
            return new EmbeddedBroker(server, directory, clientPort);
        } catch (Exception e) {
            if (server != null) {
                server.shutdown();
            }
            DirectoryRemoval.remove(directory);
            throw new BrokerStartException(
                    "The in-process Kafka broker did not start on " + HOST + ":" + clientPort + ": " + e.getMessage(),
                    e);
        }
    }

    /** The value for clients' {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return HOST + ":" + port;
    }

    /** The port that clients connect to. */
    public int port() {
        return port;
    }

    /** The broker's own directory; gone after {@link #close}. */
    public Path directory() {
        return directory;
    }

    /**
     * Creates topics of one replica and waits until every partition has a leader that answers.
     *
     * @param partitions number of partitions by topic name
     * @param timeout bound of the whole call
     * @throws IllegalStateException if a topic cannot be created or has no leader in time
     */
    public void createTopics(Map<String, Integer> partitions, Duration timeout) {
        TopicCreation.create(bootstrapServers(), partitions, timeout);
    }

    /** Stops the broker and deletes its data. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            server.shutdown();
            server.awaitShutdown();
            DirectoryRemoval.remove(directory);
        }
    }

    private static int reservePort(int wanted) {
        if (wanted < 0 || wanted > 65_535) {
            throw new BrokerStartException("Port " + wanted + " was given, expected 0 (any free one) to 65535.", null);
        }
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), wanted));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new BrokerStartException(
                    "Port " + wanted + " on " + HOST + " cannot be used (" + e.getMessage()
                            + "); expected a free port. Choose another one, or 0 for any free one.",
                    e);
        }
    }

    private static Path makeDirectory(Path parent) {
        try {
            return Files.createTempDirectory(parent, "dragoman-broker-");
        } catch (IOException e) {
            throw new BrokerStartException(
                    "The broker cannot make its data directory in " + parent.toAbsolutePath() + " ("
                            + e.getClass().getSimpleName() + "); expected an existing, writable directory. Give"
                            + " another one with -Djava.io.tmpdir=DIR.",
                    e);
        }
    }

    private static void format(Path directory) throws Exception {
        try (PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(1)
                    .setControllerListenerName("CONTROLLER")
                    .setMetadataLogDirectory(directory.toString())
                    .addDirectory(directory.toString())
                    .setPrintStream(nowhere)
                    .run();
        }
    }

    private static Properties properties(int clientPort, int controllerPort, Path directory) {
        Properties properties = new Properties();
        Map<String, String> values = Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", "1"),
                Map.entry("controller.quorum.voters", "1@" + HOST + ":" + controllerPort),
                Map.entry(
                        "listeners",
                        "PLAINTEXT://" + HOST + ":" + clientPort + ",CONTROLLER://" + HOST + ":" + controllerPort),
                Map.entry("advertised.listeners", "PLAINTEXT://" + HOST + ":" + clientPort),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
                Map.entry("log.dirs", directory.toString()),
                Map.entry("auto.create.topics.enable", "false"),
                Map.entry("num.network.threads", "2"),
                Map.entry("num.io.threads", "2"),
                Map.entry("background.threads", "2"),
                Map.entry("log.cleaner.dedupe.buffer.size", "2097152"),
                Map.entry("controlled.shutdown.enable", "false"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                Map.entry("offsets.topic.num.partitions", "1"),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("transaction.state.log.num.partitions", "1"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("share.coordinator.state.topic.num.partitions", "1"),
                Map.entry("share.coordinator.state.topic.replication.factor", "1"),
                Map.entry("share.coordinator.state.topic.min.isr", "1"));
        properties.putAll(values);
        return properties;
    }
}
