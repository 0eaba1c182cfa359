package io.dragoman.k8s;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * One broker in this process that asks for a name and lets nobody do anything without a rule: {@link #guarded} for the user {@code dragoman},
 * {@link #open} for the test itself. Loopback only.
 */
final class GuardedBroker implements AutoCloseable {
    static final String USER = "dragoman";
    private static final String LOGIN = "org.apache.kafka.common.security.plain.PlainLoginModule required ";

    private final KafkaRaftServer server;
    private final int open;
    private final int guarded;
    private final Admin admin;

    private GuardedBroker(KafkaRaftServer server, int open, int guarded) {
        this.server = server;
        this.open = open;
        this.guarded = guarded;
        this.admin = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + open));
    }

    static GuardedBroker start(Path directory) throws Exception {
        int[] ports = freePorts();
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
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties(ports, directory)), Time.SYSTEM);
        server.startup();
        return new GuardedBroker(server, ports[0], ports[1]);
    }

    String open() {
        return "127.0.0.1:" + open;
    }

    /** Kafka's keys of the user, beside the address. */
    Map<String, String> guarded() {
        return Map.of(
                "DRAGOMAN_KAFKA_BOOTSTRAP_SERVERS",
                "127.0.0.1:" + guarded,
                "DRAGOMAN_KAFKA_SECURITY_PROTOCOL",
                "SASL_PLAINTEXT",
                "DRAGOMAN_KAFKA_SASL_MECHANISM",
                "PLAIN",
                "DRAGOMAN_KAFKA_SASL_JAAS_CONFIG",
                LOGIN + "username=\"" + USER + "\" password=\"p\";");
    }

    Admin admin() {
        return admin;
    }

    /** Replaces all rules. */
    void setRules(Collection<AclBinding> rules) throws Exception {
        admin.deleteAcls(List.of(AclBindingFilter.ANY)).all().get(20, TimeUnit.SECONDS);
        admin.createAcls(rules).all().get(20, TimeUnit.SECONDS);
        while (admin.describeAcls(AclBindingFilter.ANY)
                        .values()
                        .get(20, TimeUnit.SECONDS)
                        .size()
                != rules.size()) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        admin.close();
        server.shutdown();
        server.awaitShutdown();
    }

    private static int[] freePorts() {
        List<ServerSocket> sockets = new ArrayList<>();
        int[] ports = new int[3];
        try {
            for (int i = 0; i < ports.length; i++) {
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
                sockets.add(socket);
                ports[i] = socket.getLocalPort();
            }
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ports;
    }

    private static Properties properties(int[] ports, Path directory) {
        Properties properties = new Properties();
        properties.putAll(Map.ofEntries(
                Map.entry("process.roles", "broker,controller"),
                Map.entry("node.id", "1"),
                Map.entry("controller.quorum.voters", "1@127.0.0.1:" + ports[2]),
                Map.entry(
                        "listeners",
                        "OPEN://127.0.0.1:" + ports[0] + ",GUARDED://127.0.0.1:" + ports[1] + ",CONTROLLER://127.0.0.1:"
                                + ports[2]),
                Map.entry("advertised.listeners", "OPEN://127.0.0.1:" + ports[0] + ",GUARDED://127.0.0.1:" + ports[1]),
                Map.entry("inter.broker.listener.name", "OPEN"),
                Map.entry("controller.listener.names", "CONTROLLER"),
                Map.entry(
                        "listener.security.protocol.map", "OPEN:PLAINTEXT,GUARDED:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT"),
                Map.entry("sasl.enabled.mechanisms", "PLAIN"),
                Map.entry("listener.name.guarded.plain.sasl.jaas.config", LOGIN + "user_" + USER + "=\"p\";"),
                Map.entry("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer"),
                Map.entry("super.users", "User:ANONYMOUS"),
                Map.entry("log.dirs", directory.toString()),
                Map.entry("auto.create.topics.enable", "false"),
                Map.entry("controlled.shutdown.enable", "false"),
                Map.entry("group.initial.rebalance.delay.ms", "0"),
                Map.entry("offsets.topic.num.partitions", "1"),
                Map.entry("offsets.topic.replication.factor", "1"),
                Map.entry("transaction.state.log.num.partitions", "1"),
                Map.entry("transaction.state.log.replication.factor", "1"),
                Map.entry("transaction.state.log.min.isr", "1"),
                Map.entry("log.cleaner.dedupe.buffer.size", "2097152")));
        return properties;
    }
}
