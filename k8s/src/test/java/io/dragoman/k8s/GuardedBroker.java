package io.dragoman.k8s;

import io.dragoman.stream.embedded.EmbeddedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;

/**
 * One broker in this process that asks for a name and lets nobody do anything without a rule, as the user {@code dragoman} of
 * {@link #variables} finds; {@link #open} is for the test itself. Loopback only.
 */
final class GuardedBroker implements AutoCloseable {
    static final String USER = "dragoman";
    private static final Path MODEL =
            Kustomize.module().resolveSibling("processor/engine/src/test/resources/bundles/tiny-reversal");
    private static final String LOGIN = "org.apache.kafka.common.security.plain.PlainLoginModule required ";

    private final EmbeddedBroker broker;
    private final int guarded;
    private final Admin admin;

    private GuardedBroker(EmbeddedBroker broker, int guarded) {
        this.broker = broker;
        this.guarded = guarded;
        this.admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    /** A broker with topics of one partition; its data is in the folder until it is closed. */
    static GuardedBroker start(Path folder, List<String> topics) {
        int[] ports = freePorts();
        EmbeddedBroker broker = EmbeddedBroker.start(ports[0], folder, settings(ports[0], ports[1], ports[2]));
        broker.createTopics(
                topics.stream().collect(Collectors.toMap(topic -> topic, topic -> 1)), Duration.ofSeconds(30));
        return new GuardedBroker(broker, ports[1]);
    }

    String open() {
        return broker.bootstrapServers();
    }

    /** Variables, as of a pod, of an application that serves the tests' model for the user, with a state directory of its own in the folder. */
    Map<String, String> variables(Path folder, String registry) throws IOException {
        Map<String, String> variables = new HashMap<>();
        variables.put("DRAGOMAN_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:" + guarded);
        variables.put("DRAGOMAN_KAFKA_SECURITY_PROTOCOL", "SASL_PLAINTEXT");
        variables.put("DRAGOMAN_KAFKA_SASL_MECHANISM", "PLAIN");
        variables.put("DRAGOMAN_KAFKA_SASL_JAAS_CONFIG", LOGIN + "username=\"" + USER + "\" password=\"p\";");
        variables.put(
                "DRAGOMAN_KAFKA_STATE_DIR",
                Files.createTempDirectory(folder, "state").toString());
        variables.put("DRAGOMAN_SCHEMA_REGISTRY_URL", registry);
        variables.put("DRAGOMAN_MODELS", MODEL.toString());
        variables.put("DRAGOMAN_TOPICS_CREATE", "false");
        variables.put("DRAGOMAN_STOP_TIMEOUT", "5s");
        return variables;
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
        broker.close();
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

    private static Map<String, String> settings(int open, int guarded, int controller) {
        String listeners = "PLAINTEXT://127.0.0.1:" + open + ",GUARDED://127.0.0.1:" + guarded;
        return Map.of(
                "controller.quorum.voters",
                "1@127.0.0.1:" + controller,
                "listeners",
                listeners + ",CONTROLLER://127.0.0.1:" + controller,
                "advertised.listeners",
                listeners,
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,GUARDED:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT",
                "sasl.enabled.mechanisms",
                "PLAIN",
                "listener.name.guarded.plain.sasl.jaas.config",
                LOGIN + "user_" + USER + "=\"p\";",
                "authorizer.class.name",
                "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "super.users",
                "User:ANONYMOUS");
    }
}
