package io.dragoman.stream.demo;

import io.dragoman.registry.InMemoryRegistry;
import io.dragoman.registry.server.RegistryServer;
import io.dragoman.stream.config.ConfigurationReader;
import io.dragoman.stream.config.DragomanConfiguration;
import io.dragoman.stream.embedded.DirectoryRemoval;
import io.dragoman.stream.embedded.EmbeddedBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything the demo runs, opened in order and closed in reverse. Threading: {@link #close} may come from any thread,
 * also while {@link #open} still works.
 */
final class DemoStage implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DemoStage.class);
    private static final Duration TOPICS = Duration.ofSeconds(20);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private boolean closed;
    private int managementPort;

    /**
     * Where the demo listens on 127.0.0.1; 0 is any free port.
     */
    record Ports(int broker, int registry, int management) {}

    /** Starts broker, registry, application, producer and reader. */
    Exchange open(
            DemoParts parts, Path bundle, Ports ports, Consumer<Answer> answers, Consumer<RuntimeException> failures)
            throws Exception {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir", "/tmp"));
        EmbeddedBroker broker = keep(EmbeddedBroker.start(ports.broker(), temporary));
        RegistryServer registry = keep(registry(ports.registry()));
        broker.createTopics(
                Map.of(
                        DemoTopics.INPUT, DemoTopics.PARTITIONS,
                        DemoTopics.OUTPUT, DemoTopics.PARTITIONS,
                        DemoTopics.DEAD_LETTERS, DemoTopics.PARTITIONS),
                TOPICS);
        Path state = Files.createDirectory(
                broker.directory().resolveSibling(broker.directory().getFileName() + "-state"));
        keep(() -> DirectoryRemoval.remove(state));
        DragomanConfiguration configuration = configuration(broker, registry, bundle, state, ports.management());
        Exchange exchange = new Exchange(
                broker.bootstrapServers(),
                parts.sourceSerializer(configuration.registry()),
                parts.resultDeserializer(configuration.registry()),
                answers,
                failures);
        managementPort = keep(parts.start(configuration, exchange::inferred)).managementPort();
        keep(exchange);
        exchange.start();
        return exchange;
    }

    /** Where the application shows health and metrics, once it is open. */
    int managementPort() {
        return managementPort;
    }

    @Override
    public void close() {
        while (true) {
            AutoCloseable last;
            synchronized (this) {
                closed = true;
                last = open.pollLast();
            }
            if (last == null) {
                return;
            }
            try {
                last.close();
            } catch (Exception e) {
                LOG.warn("A part of the demo did not close: {}", e.toString());
            }
        }
    }

    private <T extends AutoCloseable> T keep(T part) throws Exception {
        synchronized (this) {
            if (!closed) {
                open.addLast(part);
                return part;
            }
        }
        part.close();
        throw new DemoException("The demo was stopped while it started.");
    }

    private static RegistryServer registry(int port) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        try {
            return RegistryServer.start(new InMemoryRegistry(), address);
        } catch (IOException e) {
            throw new DemoException(
                    "The schema registry cannot listen on port " + port + " (" + e.getMessage()
                            + "); expected a free port: choose another with --registry-port.",
                    e);
        }
    }

    private static DragomanConfiguration configuration(
            EmbeddedBroker broker, RegistryServer registry, Path bundle, Path state, int managementPort) {
        String yaml = """
                kafka:
                  bootstrap.servers: %s
                  application.id: dragoman-demo
                  state.dir: "%s"
                  auto.offset.reset: earliest
                schema-registry: { url: "%s" }
                input: { topics: [%s], format: avro }
                output: { topic: %s }
                dead-letters: { topic: %s }
                models:
                  - bundle: "%s"
                management: { host: 127.0.0.1, port: %d }
                """.formatted(
                        broker.bootstrapServers(),
                        state,
                        registry.url(),
                        DemoTopics.INPUT,
                        DemoTopics.OUTPUT,
                        DemoTopics.DEAD_LETTERS,
                        bundle,
                        managementPort);
        return ConfigurationReader.read("the demo's configuration", yaml, Map.of());
    }
}
